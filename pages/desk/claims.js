// The claims on the desk as a list, and the keys of the desk. Reads `data`; tells the server what is chosen or done
// (`act`). A key counts only where nobody types.

const MOUNTED = new WeakMap();
const ACTS = { a: "accept", r: "reject", u: "undo", U: "redo", s: "split", m: "merge" };
const TYPED = "input, textarea, select, [contenteditable=true], [role=dialog], [data-testid=stPopoverBody]";

export default function ({ data, parentElement, setTriggerValue }) {
  let mounted = MOUNTED.get(parentElement);
  if (!mounted) MOUNTED.set(parentElement, (mounted = new Claims(parentElement)));
  mounted.tell = setTriggerValue;
  mounted.take(data);
  return () => { MOUNTED.get(parentElement)?.end(); MOUNTED.delete(parentElement); };
}

class Claims {
  constructor(parent) {
    this.rows = parent.querySelector(".rows");
    this.hear = (event) => this.key(event);
    document.addEventListener("keydown", this.hear, true); // before Streamlit, for which `r` and `c` mean something else
  }

  end() {
    document.removeEventListener("keydown", this.hear, true);
  }

  take(data) {
    this.data = data;
    this.rows.replaceChildren(...data.claims.map((claim) => this.row(claim)));
    this.rows.dataset.ready = String(data.claims.length);
    const chosen = this.rows.querySelector("[aria-selected=true]");
    this.rows.setAttribute("aria-activedescendant", chosen?.id ?? "");
    if (chosen && data.chosen !== this.shown) {
      const frame = this.rows.getBoundingClientRect(), box = chosen.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom) this.rows.scrollTop += box.top - frame.top - 40;
    }
    this.shown = data.chosen;
  }

  row(claim) {
    const row = document.createElement("div");
    row.id = `desk-claim-${claim.key}`;
    row.className = `row ${claim.state}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(claim.key === this.data.chosen));
    for (const name of ["key", "what", "confidence", "told"]) {
      const cell = document.createElement("span");
      cell.className = name;
      cell.textContent = claim[name];
      row.append(cell);
    }
    row.onclick = () => this.tell("act", { name: "choose", key: claim.key });
    return row;
  }

  key(event) {
    const at = event.composedPath()[0];
    if (event.ctrlKey || event.altKey || event.metaKey || (at.closest && at.closest(TYPED))) return;
    const { chosen, mode, n_reasons: n } = this.data;
    const listed = at === this.rows;
    const digit = Number(event.key);
    if (event.key === "j" || (listed && event.key === "ArrowDown")) this.step(1);
    else if (event.key === "k" || (listed && event.key === "ArrowUp")) this.step(-1);
    else if (event.key === "n") this.fresh();
    else if (event.key === "e") this.edit();
    else if (mode === "reject" && digit >= 1 && digit <= n) this.tell("act", { name: "reason", key: chosen, n: digit });
    else if (event.key === "Escape" && mode) this.tell("act", { name: "leave" });
    else if (event.key === "u" || event.key === "U") this.tell("act", { name: ACTS[event.key] });
    else if (event.key in ACTS && chosen) this.tell("act", { name: ACTS[event.key], key: chosen });
    else if (event.key !== "r" && event.key !== "c") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  step(by) {
    const keys = this.data.claims.map((claim) => claim.key);
    if (!keys.length) return;
    const at = keys.indexOf(this.data.chosen);
    const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : Math.min(Math.max(at + by, 0), keys.length - 1);
    if (next !== at) this.tell("act", { name: "choose", key: keys[next] });
  }

  // A new claim out of what is selected in the text, else an empty one.
  fresh() {
    const selected = document.querySelector(".desk-text")?.desk?.selected;
    this.tell("act", { name: "new", ...(selected ?? {}) });
  }

  edit() {
    document.querySelector(".st-key-desk_form textarea, .st-key-desk_form input")?.focus();
  }
}
