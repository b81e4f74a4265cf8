// Regions follow the country: those of the one that is chosen, or a field to write one where it lists none.
(() => {
  const known = new Map();

  const fieldBeside = (country, name) =>
    document.getElementsByName(country.name.replace(/country$/, name))[0];

  const show = (field, wanted) => {
    const place = field.closest(".field-line");
    if (!place) return;
    place.hidden = !wanted;
    const row = place.closest(".field-row");
    if (row && row.querySelectorAll(".field-line").length === 1) row.hidden = !wanted;
  };

  const arrange = (country) => {
    const region = fieldBeside(country, "region");
    const written = fieldBeside(country, "region_text");
    if (!region) return;
    const listed = region.options.length > 1;
    show(region, listed);
    if (written) show(written, !listed || written.value !== "");
  };

  const follow = async (country) => {
    const region = fieldBeside(country, "region");
    if (!region) return;
    const chosen = country.value;
    if (!known.has(chosen)) {
      const answer = await fetch(`${country.dataset.regions}?country=${encodeURIComponent(chosen)}`);
      if (!answer.ok) return; // The page that comes back has the regions of the country.
      known.set(chosen, (await answer.json()).regions);
    }
    if (country.value !== chosen) return;
    region.replaceChildren(new Option("", ""), ...known.get(chosen).map(({ id, name }) => new Option(name, id)));
    const written = fieldBeside(country, "region_text");
    if (written && known.get(chosen).length) written.value = "";
    arrange(country);
  };

  const countries = (within) => within.querySelectorAll("select[data-regions]");

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("select[data-regions]")) follow(event.target);
  });
  document.addEventListener("formset:added", (event) => countries(event.target).forEach(arrange));
  document.addEventListener("DOMContentLoaded", () => countries(document).forEach(arrange));
})();
