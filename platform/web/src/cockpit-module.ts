import { CockpitElement } from "./cockpit.ts";
import { PaletteElement } from "./palette.ts";

if (!customElements.get("ck-cockpit")) {
  customElements.define("ck-cockpit", CockpitElement);
}
if (!customElements.get("ck-palette")) {
  customElements.define("ck-palette", PaletteElement);
}

export { CockpitElement, PaletteElement };
