// The key "/" goes to the search box, unless something is being written elsewhere.
export default function ({ parentElement }) {
  const listen = (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.composedPath()[0];
    if (at.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(at.tagName)) return;
    const box = document.querySelector(".st-key-search_box input");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  };
  document.addEventListener("keydown", listen);
  parentElement.querySelector("span").dataset.ready = "true";
  return () => document.removeEventListener("keydown", listen);
}
