// Figures with Plotly: one, or one over time with others above it that are brushed (plotly.js).
// Reads `data`. Tells the server which mark was chosen (`chosen`), which days were brushed (`brush`), and which are in
// view (`span`), which period of the slider (`period`, periods.js). The days in view live here and outlive a new figure; what Python made is never changed.

const MOUNTED = new WeakMap();
const TELL_SPAN_AFTER = 500;
const A_DAY = 86_400_000;
const SAME_LINE = 24; // pixels: pieces of one career or event stand this close above each other

export default function ({ data, parentElement, setTriggerValue }) {
  let plots = MOUNTED.get(parentElement);
  if (!plots) MOUNTED.set(parentElement, (plots = new Plots(parentElement)));
  plots.tell = setTriggerValue;
  plots.take(data);
  return () => { MOUNTED.get(parentElement)?.end(); MOUNTED.delete(parentElement); };
}

class Plots {
  constructor(parent) {
    this.root = parent.querySelector(".plots");
    this.find = (selector) => this.root.querySelector(selector);
    this.span = null; // first and last millisecond in view; null: those that the figure opens on
    this.told = new Set(); // the days in view that the server was told of
    this.drawn = [];
    this.bindTools();
    this.periods = new Periods(parent.querySelector(".periods"), () => {}, (n) => this.tell("period", n), true);
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.find(".stack"));
  }

  end() {
    this.periods.stop();
    clearTimeout(this.telling);
    this.watch.disconnect();
    this.drawn.forEach((plot) => this.Plotly?.purge(plot));
  }

  async take(data) {
    this.periods.take(data.time);
    const signature = JSON.stringify([data.plots, data.chosen]);
    const turned = this.takeSpan(data);
    if (signature === this.signature) { // at most other days are in view
      Object.assign(this.data, data); // the same, for whoever is drawing it now
      if (turned && this.Plotly) this.shows();
      return;
    }
    this.signature = signature;
    delete this.root.dataset.ready;
    this.data = data;
    this.cursor = null;
    this.find(".zooms").hidden = !data.zooms;
    this.find("[data-fit]").textContent = data.fit;
    this.find("[data-fit]").hidden = !data.fit;
    this.layPlots();
    try {
      this.Plotly = await loadPlotly(data.plotly);
    } catch (error) {
      this.say(`The figure cannot be drawn: ${error.message}. The table below has the same.`);
      return;
    }
    if (this.data === data) await this.draw();
  }

  // The days in view are the reader's, unless a link or a new bound says others; what was told from here comes back.
  takeSpan(data) {
    const before = this.span;
    if (this.data && data.bounded && JSON.stringify(data.opens) !== JSON.stringify(this.data.opens)) {
      this.span = null;
      if (data.span) this.tellSpan(); // the link must not keep the days of before
    }
    if (data.span !== (this.data?.span ?? "") && !this.told.has(data.span)) {
      this.span = data.span ? data.span.split(",").map((day) => Date.parse(day)) : null;
    }
    return this.span !== before;
  }

  layPlots() {
    const stack = this.find(".stack");
    while (this.drawn.length > this.data.plots.length) {
      const gone = this.drawn.pop();
      this.Plotly?.purge(gone);
      gone.remove();
    }
    while (this.drawn.length < this.data.plots.length) {
      const plot = document.createElement("div");
      plot.className = "plot";
      stack.append(plot);
      this.drawn.push(plot);
      this.bindKeys(plot);
    }
    this.data.plots.forEach((given, n) => {
      const plot = this.drawn[n];
      plot.given = given;
      plot.dataset.part = given.brush ? "brush" : "main";
      plot.tabIndex = given.brush ? -1 : 0;
      plot.setAttribute("role", given.brush ? "img" : "application");
      plot.setAttribute("aria-label", given.alt);
      plot.setAttribute("aria-description", given.brush ? "From and To in the filters set the same" :
        `Arrow keys go from mark to mark, Enter chooses${this.data.zooms ? "; plus, minus and 0 zoom, Shift and an arrow moves" : ""}`);
    });
  }

  async draw() {
    await Promise.all(this.drawn.map((plot) => this.drawOne(plot)));
    this.drawn.forEach((plot) => this.placeRings(plot));
    if (this.data.jump && this.data.chosen) this.find(".ring.chosen")?.scrollIntoView({ block: "center" });
    this.root.dataset.ready = String(this.drawn.length);
  }

  async drawOne(plot) {
    const { figure, brush } = plot.given;
    const width = Math.max(plot.clientWidth, figure.layout.meta?.least_width ?? 0); // wider than the screen it scrolls
    const height = figure.layout.height + (brush && width < 640 ? 56 : 0); // its legend takes more lines there
    const layout = { ...figure.layout, width, height, autosize: false,
      dragmode: brush ? "select" : this.data.zooms ? "pan" : false, selectdirection: "h" };
    if (this.data.zooms && !brush) layout.xaxis = { ...layout.xaxis, autorange: false, range: this.range() };
    await this.Plotly.react(plot, figure.data, layout, this.config());
    plot.width = plot.clientWidth;
    plot.querySelectorAll(".sankey-link").forEach((link) =>
      link.classList.toggle("disputed", link.__data__.link.customdata?.[3] === "disputed"));
    if (!plot.bound) this.bindPlot(plot);
    if (brush) await this.frame(plot);
  }

  // On what is brushed a frame round the days that the figure below it shows.
  frame(plot) {
    const [x0, x1] = this.range();
    const shapes = [...(plot.given.figure.layout.shapes ?? []), { type: "rect", x0, x1, y0: 0, y1: 1, yref: "paper",
      line: { width: 1.5, color: plot.layout.font.color }, layer: "above" }];
    const [first, last] = plot.given.figure.layout.xaxis.range.map((day) => Date.parse(`${day.slice(0, 19)}Z`));
    const [from, to] = this.window();
    const range = [Math.min(first, from), Math.max(last, to)].map((at) => new Date(at).toISOString().slice(0, 19));
    return this.Plotly.relayout(plot, { shapes, "xaxis.range": range });
  }

  config() {
    return { displayModeBar: false, doubleClick: false, scrollZoom: false, showAxisDragHandles: false,
      topojsonURL: this.data.topojson };
  }

  resized() {
    if (!this.Plotly || !this.drawn.some((plot) => plot.width && plot.width !== plot.clientWidth)) return;
    this.draw();
  }

  // --- The days in view ------------------------------------------------------------------------

  range() {
    return this.window().map((moment) => new Date(moment).toISOString().slice(0, 19));
  }

  window() {
    return this.span ?? this.data.opens.map((day) => Date.parse(day));
  }

  setSpan(span) {
    if (span) {
      const [first, last] = this.data.whole.map((day) => Date.parse(day));
      const length = Math.min(Math.max(span[1] - span[0], 7 * A_DAY), last - first);
      const from = Math.min(Math.max(span[0], first), last - length);
      span = [from, from + length];
    }
    this.span = span;
    this.shows();
  }

  // The server hears of the days in view, for the address.
  async shows(except) {
    this.syncing = true;
    await Promise.all(this.drawn.filter((plot) => plot !== except && plot.width).map((plot) => (plot.given.brush ?
      this.frame(plot) : this.Plotly.relayout(plot, { "xaxis.range": this.range() }))));
    this.syncing = false;
    this.drawn.forEach((plot) => this.placeRings(plot));
    this.tellSpan();
  }

  tellSpan() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      this.told.add(this.words());
      this.tell("span", this.words());
    }, TELL_SPAN_AFTER);
  }

  words() {
    return this.span ? this.span.map((moment) => new Date(moment).toISOString().slice(0, 10)).join(",") : "";
  }

  zoomBy(factor, at = 0.5) {
    const [first, last] = this.window();
    const middle = first + at * (last - first);
    this.setSpan([middle - factor * (middle - first), middle + factor * (last - middle)]);
  }

  moveBy(share) {
    const [first, last] = this.window();
    this.setSpan([first + share * (last - first), last + share * (last - first)]);
  }

  // --- Choosing --------------------------------------------------------------------------------

  bindPlot(plot) {
    plot.bound = true;
    plot.addEventListener("pointerdown", ({ x, y }) => { this.pressed = { x, y }; }, true);
    plot.on("plotly_click", ({ points, event }) => {
      // Plotly takes the end of a drag for a click.
      if (event && this.pressed && Math.hypot(event.x - this.pressed.x, event.y - this.pressed.y) > 4) return;
      const told = points[0]?.customdata;
      if (!told) return;
      if (plot.given.brush) this.brush(told[0], told[1]);
      else this.tell("chosen", told[0]);
    });
    plot.on("plotly_doubleclick", () => this.data.zooms && this.setSpan(null));
    plot.on("plotly_selected", (event) => {
      const days = event?.range?.x?.map((day) => day.slice(0, 10)).sort();
      if (days) this.brush(...days);
      this.Plotly.relayout(plot, { selections: [] });
    });
    plot.on("plotly_relayouting", () => this.placeRings(plot));
    plot.on("plotly_relayout", (change) => {
      if (this.syncing || plot.given.brush || !("xaxis.range[0]" in change)) return;
      this.span = [0, 1].map((n) => Date.parse(`${String(change[`xaxis.range[${n}]`]).replace(" ", "T")}Z`));
      this.shows(plot);
    });
    plot.addEventListener("wheel", (event) => {
      if (!this.data.zooms || !(event.ctrlKey || event.metaKey)) return; // the wheel alone scrolls the page
      event.preventDefault();
      const area = plot._fullLayout.xaxis;
      const left = event.clientX - plot.getBoundingClientRect().left - area._offset;
      this.zoomBy(event.deltaY < 0 ? 0.8 : 1.25, Math.min(Math.max(left / area._length, 0), 1));
    }, { passive: false });
  }

  brush(from, to) {
    this.span = null; // what is brushed is what is shown
    this.tell("brush", { from, to });
  }

  bindKeys(plot) {
    plot.addEventListener("keydown", (event) => this.key(event, plot));
    plot.addEventListener("blur", () => { this.cursor = null; this.placeRings(plot); });
  }

  key(event, plot) {
    if (event.target !== plot || plot.given.brush || event.ctrlKey || event.altKey || event.metaKey) return;
    const { zooms } = this.data;
    const step = STEPS_OF_ARROWS[event.key];
    if (step && event.shiftKey && zooms) this.moveBy(0.2 * step[0]);
    else if (step) this.step(plot, step);
    else if (event.key === "Enter" && this.cursor) this.tell("chosen", this.cursor);
    else if (zooms && (event.key === "+" || event.key === "=")) this.zoomBy(0.7);
    else if (zooms && event.key === "-") this.zoomBy(1.43);
    else if (zooms && event.key === "0") this.setSpan(null);
    else return;
    event.preventDefault();
  }

  step(plot, way) {
    const marks = marksOf(plot);
    const at = [this.cursor, this.data.chosen].find((id) => id in marks);
    const next = at ? nearest(elementsOf(marks), at, way) : Object.values(marks)[0]?.element;
    if (!next) return;
    this.cursor = Object.keys(marks).find((id) => marks[id].element === next);
    this.say(marks[this.cursor].words);
    next.scrollIntoView({ block: "nearest" });
    this.placeRings(plot);
  }

  // A ring round what is chosen, a dashed one round what the keys have come to.
  placeRings(plot) {
    if (plot.given.brush || !plot.width) return;
    const marks = this.cursor || this.data.chosen ? marksOf(plot) : {};
    const frame = plot.getBoundingClientRect();
    for (const [kind, id] of [["chosen", this.data.chosen], ["cursor", this.cursor]]) {
      plot.querySelectorAll(`.sankey-link.${kind}`).forEach((link) => link.classList.remove(kind));
      if (marks[id]?.element.matches(".sankey-link")) { // what bends has no box
        marks[id].element.classList.add(kind);
        continue;
      }
      const ring = plot.querySelector(`.ring.${kind}`) ?? plot.appendChild(document.createElement("div"));
      ring.className = `ring ${kind}`;
      ring.hidden = !(id in marks);
      if (ring.hidden) continue;
      const { left, top, right, bottom } = marks[id].box;
      Object.assign(ring.style, { left: `${left - frame.left - 4}px`, top: `${top - frame.top - 4}px`,
        width: `${right - left + 8}px`, height: `${bottom - top + 8}px` });
    }
  }

  // --- Tools -----------------------------------------------------------------------------------

  bindTools() {
    const each = (name, act) => this.root.querySelectorAll(`[data-${name}]`).forEach((button) => {
      button.onclick = () => this.Plotly && act(button.dataset[name]);
    });
    each("by", (factor) => this.zoomBy(Number(factor)));
    each("move", (share) => this.moveBy(Number(share)));
    each("fit", () => this.setSpan(null));
    each("whole", () => this.setSpan(this.data.whole.map((day) => Date.parse(day))));
    each("save", (format) => this.save(format));
  }

  save(format) {
    const { name, heading, said, credit, paper } = this.data;
    return savePicture(this.Plotly, this.drawn.at(-1), format, { name, heading, said, credit, paper, config: this.config() });
  }

  say(words) {
    this.find(".said").textContent = words;
  }
}

// The marks that stand in view, by what a click on them chooses: element, box on the screen, words.
function marksOf(plot) {
  const found = {};
  const area = (plot.querySelector(".nsewdrag") ?? plot).getBoundingClientRect();
  const add = (element, told) => {
    if (!told) return;
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const box = { left: Math.max(left, area.left), top, right: Math.min(right, area.right), bottom };
    const before = found[told[0]];
    if (box.right <= box.left || (before && Math.abs(before.box.top - box.top) > SAME_LINE)) return;
    found[told[0]] = before ? { ...before, box: about(before.box, box) } : { element, box, words: spoken(told) };
  };
  plot.querySelectorAll(".barlayer .point, .scatterlayer .point, .scatterlayer .textpoint").forEach((element) => {
    const { trace } = element.closest(".trace").__data__[0];
    add(element, trace.customdata?.[element.__data__.i]);
  });
  plot.querySelectorAll(".sankey-link").forEach((element) => add(element, element.__data__.link.customdata));
  return found;
}

function about(one, other) {
  return { left: Math.min(one.left, other.left), top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right), bottom: Math.max(one.bottom, other.bottom) };
}

function elementsOf(marks) {
  return Object.fromEntries(Object.entries(marks).map(([id, { element }]) => [id, element]));
}

// The words of a hover box, without its markup; read in a document that runs and loads nothing.
function spoken(told) {
  const words = told.slice(1, 3).join(", ").replaceAll("<br>", ", ");
  return new DOMParser().parseFromString(words, "text/html").body.textContent;
}
