export default function ({ data, parentElement }) {
  dismissFalseAlarm(data.page);
  const button = parentElement.querySelector(".copy");
  const told = parentElement.querySelector(".told");
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      told.textContent = "Copied";
    } catch (refused) {
      // Without https a browser gives no clipboard: show the address to copy by hand.
      window.prompt("Copy this address", window.location.href);
      told.textContent = "";
    }
    setTimeout(() => { told.textContent = ""; }, 2500);
  };
}

// The first visitor of a freshly started server who opens the address of a page is told by Streamlit that there is no
// such page, while that page is drawn (it takes the folder pages/ for its own until st.navigation has run once).
function dismissFalseAlarm(page, tries = 12) {
  if (!page || !window.location.pathname.replace(/\/$/, "").endsWith(`/${page}`)) return;
  const dialog = [...document.querySelectorAll("[role=dialog]")].find((box) => box.textContent.includes("Page not found"));
  if (dialog) dialog.querySelector("button")?.click();
  else if (tries) setTimeout(() => dismissFalseAlarm(page, tries - 1), 250);
}
