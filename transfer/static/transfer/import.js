// The page of a running import shows how far it is by itself; a file that is too large is not even sent.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-most-bytes]");
  const file = form?.querySelector("input[type=file]");
  const shown = form?.querySelector("input[type=text][disabled]");
  const isTooLarge = () => (file.files[0]?.size ?? 0) > Number(form.dataset.mostBytes);
  const say = (sentence) => {
    document.getElementById(`${file.id}_error`).textContent = sentence;
  };
  file?.addEventListener("change", () => {
    if (shown && file.files[0]) shown.value = file.files[0].name;
    say(isTooLarge() ? form.dataset.tooLarge : "");
  });
  form?.addEventListener("submit", (event) => {
    if (isTooLarge()) return event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    button.textContent = "Uploading …";
    addEventListener("pageshow", () => location.reload(), { once: true });  // whoever comes back by "Back"
  });

  const look = async () => {
    const state = document.querySelector("#import-state[data-running]");
    if (!state) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("#import-state[data-running]")) return location.reload();
      state.querySelector("[data-live]").replaceWith(page.querySelector("#import-state [data-live]"));
    } catch {
      // The shop cannot be reached at this moment.
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
});
