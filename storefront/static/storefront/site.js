// What scripts add to pages that work without them: regions that follow the country, and passwords one can look at.

const ordered = (name) => document.querySelector(`[name="${name}"]`);

// Passwords: a box to tick shows what was typed. Before a form is sent all of it is hidden again, because browsers keep
// what was typed into a text field.
for (const chosen of document.querySelectorAll("input[data-strength]")) {
  const inputs = [...chosen.form.querySelectorAll('input[type="password"]')];
  const tick = document.createElement("div");
  const box = document.createElement("input");
  const label = document.createElement("label");
  tick.className = "tick";
  box.type = "checkbox";
  box.id = label.htmlFor = "show-password";
  label.textContent = "Show Password";
  tick.append(box, label);
  inputs.at(-1).closest(".field").append(tick);
  const show = () => inputs.forEach((input) => (input.type = box.checked ? "text" : "password"));
  box.addEventListener("change", show);
  chosen.form.addEventListener("submit", () => {
    box.checked = false;
    show();
  });
}

// Passwords: how strong a new one is, in Magento's words. What is asked of it stands above the field.
for (const input of document.querySelectorAll("input[data-strength]")) {
  const told = document.createElement("p");
  told.className = "hint";
  told.setAttribute("role", "status");
  input.closest(".field").append(told);
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
  const tell = () => {
    const length = [...input.value].length;
    const score = Math.min(4, kinds.filter((kind) => kind.test(input.value)).length + (length >= 12) + (length >= 16));
    const strength = length < 8 ? "Weak" : ["", "Weak", "Medium", "Strong", "Very Strong"][score];
    told.textContent = `Password Strength: ${length ? strength : "No Password"}`;
  };
  tell();
  input.addEventListener("input", tell);
}

// Addresses: the regions, and what has to be filled in, follow the country.
const country = document.querySelector("[data-countries]");
if (country) {
  document.querySelector(".without-script").hidden = true;
  country.addEventListener("change", () => follow(country));
}

function listed(text) {
  return text.split(",").filter(Boolean);
}

function ask(field, isRequired) {
  const control = field.querySelector("input, select");
  if (isRequired) control.setAttribute("aria-required", "true");
  else control.removeAttribute("aria-required");
  field.querySelector("label").classList.toggle("asked-for", isRequired);
}

async function follow(country) {
  const chosen = country.value;
  const postcode = ordered("postcode");
  if (postcode) ask(postcode.closest(".field"), !listed(country.dataset.postcodeOptional).includes(chosen));
  const isRequired = listed(country.dataset.regionRequired).includes(chosen);
  const field = document.getElementById("region")?.closest(".field");
  if (!field || (!isRequired && country.dataset.regionEverywhere === "0")) {
    country.form.querySelector('button[name="update"]').click(); // The page knows what else changes.
    return;
  }
  let regions = [];
  try {
    const answer = await fetch(country.dataset.countries + encodeURIComponent(chosen));
    if (answer.ok) regions = (await answer.json()).available_regions ?? [];
  } catch {
    // Without an answer any text may be typed; the shop says so if it wants another one.
  }
  if (country.value !== chosen) return; // Another country was chosen in the meantime.
  show(document.getElementById("region"), regions);
  ask(field, isRequired);
}

function show(before, regions) {
  const control = document.createElement(regions.length ? "select" : "input");
  control.id = "region";
  control.name = regions.length ? "region_id" : "region";
  control.autocomplete = "address-level1";
  if (regions.length) {
    control.add(new Option("Please select a region, state or province.", ""));
    for (const region of regions) control.add(new Option(region.name, region.id));
  } else control.type = "text";
  before.replaceWith(control);
}
