// Who chooses a scope goes there; who writes a value means it; who ticks the box sees what will hold.
"use strict";
const scope = document.getElementById("scope");
scope.addEventListener("change", () => { location.search = scope.value; });
for (const setting of document.querySelectorAll(".configuration .setting")) {
  const inherit = setting.querySelector(".inherit input");
  const around = setting.querySelector(".value");
  const value = around.querySelector("input, select");
  const show = () => around.classList.toggle("inherits", inherit.checked);
  for (const event of ["input", "change"]) {
    value.addEventListener(event, () => { inherit.checked = false; show(); });
  }
  inherit.addEventListener("change", () => {
    if (inherit.checked) value.value = around.dataset.inherited;
    show();
  });
  show();
}
