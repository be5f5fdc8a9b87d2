// The claims on the desk as a list, the keys of the desk, and the queue of all that is done by key or click. Reads `data`;
// tells the server what is chosen or done (`acts`). A key counts only where nobody types.

const MOUNTED = new WeakMap();
const ACTS = { a: "accept", r: "reject", u: "undo", U: "redo", s: "split", m: "merge" };
const PATIENCE = 5000; // milliseconds
const SEEKS = 30; // tenths of a second
const DECISIONS = new Set(["accept", "reason", "split"]);
const TYPED = "input, textarea, select, [contenteditable=true], [role=dialog], [data-testid=stPopoverBody]";

export default function ({ data, parentElement, setTriggerValue }) {
  let mounted = MOUNTED.get(parentElement);
  if (!mounted) MOUNTED.set(parentElement, (mounted = new Claims(parentElement)));
  mounted.tell = (acts) => setTriggerValue("acts", acts);
  mounted.take(data);
  const call = (mounted.call = (mounted.call ?? 0) + 1);
  return () => {
    if (mounted.call !== call) return; // Streamlit also ends a call that a later one has overtaken
    mounted.end();
    MOUNTED.delete(parentElement);
  };
}

class Claims {
  constructor(parent) {
    this.rows = parent.querySelector(".rows");
    this.byKey = new Map();
    this.waiting = []; // acts without an answer yet
    this.last = 0;
    this.hearKey = (event) => this.key(event);
    this.hearAct = (event) => this.do(event.detail);
    document.addEventListener("keydown", this.hearKey, true); // before Streamlit, for which `r` and `c` mean something else
    document.addEventListener("desk-act", this.hearAct); // of the text
  }

  end() {
    clearTimeout(this.again);
    clearInterval(this.seeking);
    document.removeEventListener("keydown", this.hearKey, true);
    document.removeEventListener("desk-act", this.hearAct);
  }

  take(data) {
    if (data.answered < this.data?.answered) this.waiting = []; // a new session, which knows nothing of them
    this.data = data;
    this.waiting = this.waiting.filter((act) => act.number > data.answered);
    this.draw();
    this.foresee();
    this.remind();
  }

  // All that has no answer is told again, with each act and after a while: of what is told while Streamlit is busy, only
  // the last may arrive. The server does each number once.
  do(act) {
    const decided = DECISIONS.has(act.name) && this.waiting.some((one) => DECISIONS.has(one.name) && one.key === act.key);
    if (decided) return; // nobody decides on what he has not seen
    this.last = Math.max(this.last + 1, Date.now()); // also after this list was mounted anew
    this.waiting.push({ ...act, number: this.last });
    this.foresee();
    this.tell(this.waiting);
    this.remind();
  }

  remind(after = PATIENCE) {
    clearTimeout(this.again);
    if (!this.waiting.length) return;
    this.again = setTimeout(() => {
      this.tell(this.waiting);
      this.remind(2 * after); // each reminder breaks off a run, and a slow one must come to its end
    }, after);
  }

  // What will be chosen and asked once all is answered, so that quick keys mean what they would mean then.
  foresee() {
    let { chosen, mode } = this.data;
    for (const act of this.waiting) {
      if (act.name === "choose") [chosen, mode] = [act.key, null];
      else if (act.name === "reject" || act.name === "merge") mode = act.name;
      else if (act.name === "leave") mode = null;
    }
    this.chosen = chosen;
    this.mode = mode;
    this.rows.ariaBusy = String(this.waiting.length > 0);
    for (const [key, row] of this.byKey) row.setAttribute("aria-selected", String(key === chosen));
    const row = this.byKey.get(chosen);
    this.rows.setAttribute("aria-activedescendant", row?.id ?? "");
    if (row && chosen !== this.shown) this.scrollTo(row);
    this.shown = chosen;
  }

  scrollTo(row) {
    const frame = this.rows.getBoundingClientRect(), box = row.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) this.rows.scrollTop += box.top - frame.top - 40;
  }

  // A row stays the same element as long as it can, for a click is lost if its row is replaced under it.
  draw() {
    const rows = this.data.claims.map((claim) => this.row(claim));
    this.byKey = new Map(this.data.claims.map((claim, n) => [claim.key, rows[n]]));
    if (rows.length !== this.rows.childElementCount || rows.some((row, n) => row !== this.rows.children[n])) {
      this.rows.replaceChildren(...rows);
    }
    this.rows.dataset.ready = String(rows.length);
  }

  row(claim) {
    const row = this.byKey.get(claim.key) ?? this.fresh(claim.key);
    row.className = `row ${claim.state}`;
    for (const cell of row.children) {
      if (cell.textContent !== claim[cell.className]) cell.textContent = claim[cell.className];
    }
    return row;
  }

  fresh(key) {
    const row = document.createElement("div");
    row.id = `desk-claim-${key}`;
    row.setAttribute("role", "option");
    for (const name of ["key", "what", "confidence", "told"]) {
      const cell = document.createElement("span");
      cell.className = name;
      row.append(cell);
    }
    row.onclick = () => this.do({ name: "choose", key });
    return row;
  }

  key(event) {
    const at = event.composedPath()[0];
    if (event.ctrlKey || event.altKey || event.metaKey || (at.closest && at.closest(TYPED))) return;
    const { chosen: key, mode } = this;
    const listed = at === this.rows;
    const digit = Number(event.key);
    if (event.key === "j" || (listed && event.key === "ArrowDown")) this.step(1);
    else if (event.key === "k" || (listed && event.key === "ArrowUp")) this.step(-1);
    else if (event.key === "n") this.begin();
    else if (event.key === "e") this.edit();
    else if (mode === "reject" && digit >= 1 && digit <= this.data.n_reasons) this.do({ name: "reason", key, n: digit });
    else if (event.key === "Escape" && mode) this.do({ name: "leave" });
    else if (event.key === "u" || event.key === "U") this.do({ name: ACTS[event.key] });
    else if (event.key in ACTS && key) this.do({ name: ACTS[event.key], key });
    else if (event.key !== "r" && event.key !== "c") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  step(by) {
    const keys = this.data.claims.map((claim) => claim.key);
    if (!keys.length) return;
    const at = keys.indexOf(this.chosen);
    const next = at < 0 ? (by > 0 ? 0 : keys.length - 1) : Math.min(Math.max(at + by, 0), keys.length - 1);
    if (next !== at) this.do({ name: "choose", key: keys[next] });
  }

  // A new claim out of what is selected in the text, else an empty one.
  begin() {
    const selected = document.querySelector(".desk-text")?.desk?.selected;
    this.do({ name: "new", ...(selected ?? {}) });
  }

  // A run that goes on may put another field in the place of the one that has the focus: it is sought again for a while,
  // unless the focus or the pointer went elsewhere.
  edit() {
    const stop = () => clearInterval(this.seeking);
    const seek = () => {
      const fields = ["textarea", "input"].flatMap((tag) => [...document.querySelectorAll(`.st-key-desk_form ${tag}`)]);
      fields.find((field) => field.offsetParent)?.focus(); // a replaced one is kept for a while, hidden
    };
    stop();
    seek();
    let left = SEEKS;
    this.seeking = setInterval(() => {
      if (!left--) stop();
      else if (document.activeElement === document.body) seek();
    }, 100);
    document.addEventListener("pointerdown", stop, { once: true, capture: true });
  }
}
