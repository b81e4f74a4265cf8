// What the theme draws for a mouse alone, made for keyboards and for those who listen.
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");

  const names = {
    add: "Add",
    arrow_back: "Back",
    close: "Close",
    contrast: "Theme",
    dark_mode: "Theme",
    dock_to_right: "Show or hide the menu",
    filter_list: "Filters",
    light_mode: "Theme",
    more_horiz: "More",
    more_vert: "More",
    search: "Search",
    unfold_more: "Account",
  };
  const pressable = "span[x-on\\:click], a[x-on\\:click]:not([href]), div[x-on\\:click]:not(:has(a, button, input, label))";

  for (const element of document.querySelectorAll(`${pressable}, a[href], button`)) {
    const icons = element.matches(".material-symbols-outlined")
      ? [element]
      : [...element.querySelectorAll(".material-symbols-outlined")];
    const said = icons.map((icon) => icon.textContent.trim());
    if (icons.length && !element.hasAttribute("aria-label") && element.textContent.trim() === said.join("").trim()) {
      element.setAttribute("aria-label", element.title || names[said[0]] || said[0].replaceAll("_", " "));
    }
    if (!element.matches(pressable)) continue;
    element.setAttribute("role", "button");
    element.tabIndex = 0;
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      element.click();
    });
  }
  for (const icon of document.querySelectorAll(".material-symbols-outlined:not([role])")) {
    icon.setAttribute("aria-hidden", "true");
  }

  // A row that was just added is there to be written in; a form that is refused is read from its first problem.
  document.addEventListener("formset:added", (event) => {
    // Its opener lives once the theme's script has seen it.
    setTimeout(() => event.target.querySelector("button[aria-expanded='false']")?.click());
  });
  const refused = document.querySelector(".errorlist");
  const row = refused?.closest(".form-group");
  const opener = row?.querySelector("button[aria-expanded='false']");
  opener?.click();
});
