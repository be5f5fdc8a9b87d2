// The map: one or two Plotly maps with one zoom (plotly.js), and a slider over periods (periods.js).
// Reads `data`: figures without geometry, the geometry once, and for each period the cells that change. Tells the
// server what was chosen; zoom, the mode of dragging and the frame that plays live here and outlive a new figure.

const MOUNTED = new WeakMap();
const TELL_ZOOM_AFTER = 500;

export default function ({ data, parentElement, setTriggerValue }) {
  let map = MOUNTED.get(parentElement);
  if (!map) MOUNTED.set(parentElement, (map = new ProvinceMap(parentElement)));
  map.tell = setTriggerValue;
  map.take(data);
  return () => { MOUNTED.get(parentElement)?.end(); MOUNTED.delete(parentElement); };
}

class ProvinceMap {
  constructor(parent) {
    this.root = parent.querySelector(".provinces");
    this.find = (selector) => this.root.querySelector(selector);
    this.view = null; // centre, scale and rotation of the projection; null: everything
    this.mode = "pan";
    this.chosen = [];
    this.focused = null;
    this.plots = [];
    this.bindTools();
    this.periods = new Periods(parent.querySelector(".periods"), () => this.Plotly && this.draw(),
      (n) => this.tell("period", n));
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.find(".maps"));
  }

  end() {
    this.periods.stop();
    clearTimeout(this.telling);
    this.watch.disconnect();
    this.plots.forEach((plot) => this.Plotly?.purge(plot));
  }

  async take(data) {
    const signature = JSON.stringify([data.maps, data.time, data.chosen, data.height]);
    if (signature === this.signature) return; // the zoom alone was written down
    this.signature = signature;
    delete this.root.dataset.ready; // what stands is of before, for tests and for assistive scripts
    this.data = data;
    this.chosen = data.chosen;
    if (this.view === null && data.zoom && !this.plots.length) this.view = viewFrom(data.zoom);
    this.layPlots();
    this.periods.take(data.time);
    try {
      this.Plotly = await loadPlotly(data.plotly);
    } catch (error) {
      this.say(`The map cannot be drawn: ${error.message}. The table beside it has the same numbers.`);
      return;
    }
    if (this.data === data) await this.draw();
  }

  layPlots() {
    const maps = this.find(".maps");
    while (this.plots.length > this.data.maps.length) {
      const gone = this.plots.pop();
      this.Plotly?.purge(gone);
      gone.closest("figure").remove();
    }
    while (this.plots.length < this.data.maps.length) {
      const figure = document.createElement("figure");
      figure.innerHTML = '<figcaption></figcaption><div class="plot"></div>';
      maps.append(figure);
      this.plots.push(figure.querySelector(".plot"));
    }
    maps.classList.toggle("two", this.plots.length === 2);
    this.data.maps.forEach((map, n) => {
      const plot = this.plots[n];
      plot.previousElementSibling.textContent = map.title;
      plot.setAttribute("role", "group");
      plot.setAttribute("aria-label", map.alt);
    });
  }

  // --- Drawing -----------------------------------------------------------------------------

  async draw() {
    await Promise.all(this.plots.map((plot, n) => this.drawOne(plot, this.data.maps[n])));
    const shown = this.periods.at;
    this.root.dataset.frame = shown === null ? "" : this.data.time.names[shown];
    this.root.dataset.ready = String(this.plots.length);
  }

  async drawOne(plot, map) {
    const playing = this.periods.frame; // a map that the slider leaves has no frames
    const frame = playing === null ? null : map.frames[playing] ?? null;
    const borders = frame ? frame.borders : map.borders;
    const width = plot.clientWidth;
    const height = Math.round(Math.min(this.data.height, width * 1.02 + 20));
    plot.map = { ...map, frame, borders, cells: frame ? frame.cells : map.cells };
    const layout = { ...map.figure.layout, width, height, dragmode: this.mode, autosize: false,
      geo: { ...map.figure.layout.geo, ...(this.view ?? {}) } };
    const same = plot.drawn && plot.drawn.borders === borders && plot.drawn.width === width;
    if (same) plot.fits = this.fittedLabels(plot);
    const data = map.figure.data.map((trace) => this.filled(trace, plot, same));
    await this.Plotly.react(plot, data, layout, this.config());
    plot.drawn = { borders, width };
    if (!plot.bound) this.bindPlot(plot);
    if (!same) await this.setLabels(plot);
    this.makeReachable(plot);
  }

  config() {
    return { displayModeBar: false, doubleClick: false, scrollZoom: false, topojsonURL: this.data.topojson };
  }

  // A trace with its geometry, with what the reader has chosen, and with the numbers of the frame.
  filled(trace, plot, fitted) {
    const { borders, frame, cells, names } = plot.map;
    const own = { ...trace };
    if ("geojson" in trace) own.geojson = this.data.boundaries[borders];
    if (trace.meta === "chosen") {
      own.locations = this.chosen.filter((id) => this.ids(borders).includes(id));
      own.z = own.locations.map(() => 0);
    } else if (trace.meta === "labels") {
      Object.assign(own, fitted ? plot.fits.labels : { text: trace.text.map(() => "") });
    } else if (trace.meta === "leaders") {
      Object.assign(own, fitted ? plot.fits.leaders : { lon: [null], lat: [null] });
    } else if (frame && (trace.meta === "told" || trace.meta === "silent")) {
      if (trace.meta === "told") Object.assign(own, playScale(trace, plot.map.play.top));
      own.locations = this.ids(borders).filter((id) => (id in cells) === (trace.meta === "told"));
      own.z = own.locations.map((id) => cells[id]?.[0] ?? 0);
      own.text = own.locations.map((id) => names[id]);
      own.customdata = own.locations.map((id) => cells[id]?.[2] ?? "");
    } else if (frame && trace.meta === "places") {
      const placed = plot.map.places.filter((place) => place.id in frame.points);
      own.lon = placed.map((place) => place.lon);
      own.lat = placed.map((place) => place.lat);
      own.text = placed.map((place) => place.name);
      own.customdata = placed.map((place) => [place.id, ...frame.points[place.id]]);
      own.marker = { ...trace.marker, symbol: placed.map((place) => place.symbol),
        size: placed.map((place) => Math.round(10 * (5 + 3 * Math.sqrt(frame.points[place.id][0]))) / 10) };
    }
    return own;
  }

  ids(borders) {
    return this.data.boundaries[borders].features.map((feature) => feature.id);
  }

  // --- Labels: what fits into its province at this zoom ------------------------------------

  async setLabels(plot) {
    const [labels, leaders] = ["labels", "leaders"].map((meta) => plot.data.findIndex((trace) => trace.meta === meta));
    if (labels < 0 || !plot._fullLayout?.geo?._subplot) return;
    const fits = this.fittedLabels(plot);
    await this.Plotly.restyle(plot, {
      text: [fits.labels.text, ""], lon: [fits.labels.lon, fits.leaders.lon], lat: [fits.labels.lat, fits.leaders.lat],
      "textfont.color": [fits.labels.textfont.color, "#000"] }, [labels, leaders]);
  }

  fittedLabels(plot) {
    const { figure, cells, borders, inks, frame, play } = plot.map;
    const strong = frame ? play.strong : plot.map.strong;
    const trace = figure.data.find((one) => one.meta === "labels");
    const geo = plot._fullLayout.geo._subplot;
    const paths = pathsOf(plot);
    const present = new Set(this.ids(borders));
    const told = Object.keys(cells).map((id) => paths[id]).filter(Boolean);
    const taken = this.pointBoxes(plot, geo);
    const labels = { text: [], lon: [...trace.lon], lat: [...trace.lat], textfont: { ...trace.textfont, color: [] } };
    const leaders = { lon: [null], lat: [null] };
    const weight = (n) => (cells[trace.customdata[n][0]] ? 1 + Math.abs(cells[trace.customdata[n][0]][0]) : 0);
    const order = trace.customdata.map((_, n) => n).sort((a, b) => weight(b) - weight(a) || a - b);
    for (const n of order) {
      const [id, name] = trace.customdata[n];
      const cell = cells[id];
      const at = geo.projection([trace.lon[n], trace.lat[n]]);
      let fit = present.has(id) && paths[id] ? place(wordings(name, cell?.[1]), at, paths[id], taken) : null;
      labels.textfont.color[n] = !cell ? inks.silent : Math.abs(cell[0]) > strong ? inks.strong : inks.weak;
      if (!fit && cell && present.has(id) && onScreen(plot, at)) {
        fit = beside(`${name} ${isolated(cell[1])}`, at, told, taken);
        labels.textfont.color[n] = inks.beside;
        if (fit) {
          const [lon, lat] = geo.projection.invert(fit.end);
          leaders.lon.push(trace.lon[n], lon, null);
          leaders.lat.push(trace.lat[n], lat, null);
        }
      }
      labels.text[n] = fit ? fit.text : "";
      if (fit) [labels.lon[n], labels.lat[n]] = geo.projection.invert([fit.x, fit.y]);
    }
    return { labels, leaders };
  }

  // What labels must keep clear of: points, and the names of the countries.
  pointBoxes(plot, geo) {
    const { places = [], frame, points, figure } = plot.map;
    const countries = figure.data.find((trace) => trace.meta === "countries");
    const named = countries.text.map((text, n) => {
      const [x, y] = geo.projection([countries.lon[n], countries.lat[n]]);
      return { x, y, w: 4.6 * text.length, h: 8 };
    });
    const told = frame ? frame.points : points;
    return named.concat(places.filter((one) => one.id in told).map((one) => {
      const [x, y] = geo.projection([one.lon, one.lat]);
      const half = 3 + 1.5 * Math.sqrt(told[one.id][0]);
      return { x, y, w: half, h: half };
    }));
  }

  // --- Choosing ----------------------------------------------------------------------------

  bindPlot(plot) {
    plot.bound = true;
    plot.addEventListener("pointerdown", ({ x, y }) => { this.pressed = { x, y }; }, true);
    plot.on("plotly_click", ({ points, event }) => {
      // Plotly takes the end of a drag for a click.
      if (this.pressed && Math.hypot(event.x - this.pressed.x, event.y - this.pressed.y) > 4) return;
      const point = points.find((one) => one.data.meta === "places") ?? points[0];
      if (point.data.meta === "places") this.tell("place", point.customdata[0]);
      else if (point.location) this.choose([point.location], event.shiftKey || event.ctrlKey || event.metaKey);
    });
    plot.on("plotly_selected", (event) => {
      const ids = [...new Set((event?.points ?? []).map((point) => point.location).filter(Boolean))];
      if (ids.length) this.choose(ids, true, false);
      this.Plotly.relayout(plot, { selections: [] });
    });
    plot.on("plotly_relayouting", () => this.follow(plot));
    plot.on("plotly_relayout", (change) => {
      if (Object.keys(change).some((key) => key.startsWith("geo"))) this.moved(plot);
    });
    plot.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the wheel alone scrolls the page
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2);
    }, { passive: false });
    plot.addEventListener("keydown", (event) => this.key(event, plot));
    // What browser tests ask: where on the screen a province's or a place's point stands.
    plot.whereIs = (lon, lat) => {
      const [x, y] = plot._fullLayout.geo._subplot.projection([lon, lat]);
      const box = plot.querySelector(".geolayer").ownerSVGElement.getBoundingClientRect();
      return { x: box.x + x, y: box.y + y };
    };
  }

  // One alone is taken off again by choosing it once more; with Shift each is added or taken off.
  choose(ids, more, toggles = true) {
    const before = this.chosen;
    if (!more) this.chosen = before.length === 1 && before[0] === ids[0] ? [] : ids;
    else {
      const dropped = toggles ? ids.filter((id) => before.includes(id)) : [];
      this.chosen = [...before.filter((id) => !dropped.includes(id)), ...ids.filter((id) => !before.includes(id))];
    }
    this.draw();
    this.tell("chosen", { ids: this.chosen });
  }

  // One province takes the focus of the keyboard; arrows pass it on to the nearest in their direction.
  makeReachable(plot) {
    const { spoken, cells } = plot.map;
    const paths = pathsOf(plot);
    const ids = Object.keys(paths).sort((a, b) => spoken[a].localeCompare(spoken[b]));
    const held = ids.includes(this.focused) ? this.focused : ids[0];
    for (const id of ids) {
      const path = paths[id];
      path.dataset.id = id;
      path.setAttribute("role", "button");
      path.setAttribute("tabindex", id === held ? "0" : "-1");
      path.setAttribute("aria-pressed", String(this.chosen.includes(id)));
      const told = cells[id] ? cells[id][2].replaceAll("<br>", ", ") : "nothing told";
      path.setAttribute("aria-label", `${spoken[id]}. ${told}`);
    }
    if (this.refocus !== plot) return;
    this.refocus = null;
    // Only where the drawing took the focus away, not where the reader has moved on.
    if (document.activeElement === document.body || plot.contains(document.activeElement)) {
      paths[held]?.focus({ preventScroll: true });
    }
  }

  key(event, plot) {
    const id = event.target.dataset?.id;
    if (!id) return;
    const step = STEPS_OF_ARROWS[event.key];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.focused = id;
      this.choose([id], event.shiftKey);
      this.refocus = plot;
    } else if (step) {
      event.preventDefault();
      const next = nearest(pathsOf(plot), id, step);
      if (!next) return;
      event.target.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus({ preventScroll: true });
      this.focused = next.dataset.id;
    }
  }

  // --- Zoom --------------------------------------------------------------------------------

  viewOf(plot) {
    const { center, projection } = plot._fullLayout.geo;
    return { center: { ...center },
      projection: { type: "mercator", scale: projection.scale, rotation: { ...projection.rotation } } };
  }

  follow(from) {
    if (this.plots.length < 2) return;
    cancelAnimationFrame(this.following);
    this.following = requestAnimationFrame(() => this.others(from, this.viewOf(from)));
  }

  others(from, view) {
    return Promise.all(this.plots.filter((plot) => plot !== from && plot.drawn).map((plot) =>
      this.Plotly.relayout(plot, flat(view)).then(() => this.setLabels(plot))));
  }

  moved(plot) {
    if (this.syncing) return;
    this.view = this.viewOf(plot);
    this.syncing = true;
    Promise.all([this.setLabels(plot), this.others(plot, this.view)]).then(() => {
      this.syncing = false;
      this.plots.forEach((one) => this.makeReachable(one));
    });
    this.tellZoom();
  }

  tellZoom() {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.tell("zoom", zoomWords(this.view)), TELL_ZOOM_AFTER);
  }

  zoomBy(factor) {
    const plot = this.plots[0];
    const scale = Math.max((plot._fullLayout.geo.projection.scale ?? 1) * factor, 1);
    this.Plotly.relayout(plot, scale === 1 ? flat(null) : { "geo.projection.scale": scale });
    if (scale === 1) this.fit();
  }

  fit() {
    this.view = null;
    this.syncing = true;
    Promise.all(this.plots.map((plot) => this.Plotly.relayout(plot, flat(null)).then(() => this.setLabels(plot))))
      .then(() => { this.syncing = false; });
    this.tellZoom();
  }

  resized() {
    if (!this.Plotly || !this.plots.some((plot) => plot.drawn && plot.drawn.width !== plot.clientWidth)) return;
    this.draw();
  }

  // --- Tools -------------------------------------------------------------------------------

  bindTools() {
    this.root.querySelectorAll("[data-mode]").forEach((button) => {
      button.onclick = () => this.setMode(button.dataset.mode);
    });
    this.root.querySelectorAll("[data-by]").forEach((button) => {
      button.onclick = () => this.Plotly && this.zoomBy(Number(button.dataset.by));
    });
    this.find("[data-fit]").onclick = () => this.Plotly && this.fit();
    this.root.querySelectorAll("[data-save]").forEach((button) => {
      button.onclick = () => this.Plotly && this.save(button.dataset.save);
    });
  }

  setMode(mode) {
    this.mode = mode;
    this.root.querySelectorAll("[data-mode]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    });
    this.plots.forEach((plot) => plot.drawn && this.Plotly.relayout(plot, { dragmode: mode }));
  }

  // A picture with its title, its period and where it comes from, for each of the maps.
  async save(format) {
    for (const [n, plot] of this.plots.entries()) {
      const { heading, name, frames, said } = this.data.maps[n];
      const { time } = this.data;
      const at = frames.length ? this.periods.at : null;
      const period = at === null ? said : [time.said, time.before + time.names[at]].filter(Boolean).join("; ");
      await savePicture(this.Plotly, plot, format, { name, heading, said: escaped(period), credit: this.data.credit,
        paper: this.data.paper, config: this.config() });
    }
  }

  say(words) {
    this.find(".said").textContent = words;
  }
}

// One scale for all periods, so that they compare.
function playScale(trace, top) {
  if (trace.zmin !== 0 || trace.zmax === top) return {};
  const tickvals = [...new Set([0, Math.round(top / 2), Math.round(top)])];
  return { zmax: top, colorbar: { ...trace.colorbar, tickvals, ticktext: tickvals.map((tick) => tick.toLocaleString("en")) } };
}

// --- Geometry on the screen ------------------------------------------------------------------

function pathsOf(plot) {
  const found = {};
  plot.querySelectorAll(".choroplethlayer path.choroplethlocation").forEach((path) => {
    const { loc, trace } = path.__data__ ?? {};
    const id = loc ?? path.__data__?.id;
    const meta = trace?.meta ?? path.parentElement.__data__?.[0]?.trace?.meta;
    if (id && meta !== "chosen") found[id] = path;
  });
  return found;
}

function wordings(name, value) {
  return value === undefined ? [[name]] :
    [[name, isolated(value)], [isolated(value)], [isolated(value.replace(" ?", "?"))]];
}

// A number beside a name that is written from right to left keeps its own direction.
function isolated(value) {
  return `\u2066${value}\u2069`;
}

const pen = document.createElement("canvas").getContext("2d");
const LINE = 14;

// Where a wording may stand about its point, nearest first, in pixels.
const OFFSETS = [];
for (let dx = -30; dx <= 30; dx += 6) for (let dy = -24; dy <= 24; dy += 6) OFFSETS.push([dx, dy]);
OFFSETS.sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

// The first wording that stays within its province and clear of the others; what fits nowhere shows on hover.
function place(choices, [x, y], path, taken) {
  for (const lines of choices) {
    pen.font = "11px sans-serif";
    const w = Math.max(...lines.map((line) => pen.measureText(line).width)) / 2 + 1;
    const h = (lines.length * LINE) / 2 - 1;
    for (const [dx, dy] of OFFSETS) {
      const box = { x: x + dx, y: y + dy, w, h };
      if (within(path, corners(box)) && !taken.some((other) => overlap(box, other))) {
        taken.push(box);
        return { text: lines.join("<br>"), x: box.x, y: box.y };
      }
    }
  }
  return null;
}

// Round about, from the north-east on, nearest first.
const AROUND = [];
for (const far of [34, 46, 58, 72, 88, 110]) {
  for (let turn = -2; turn < 14; turn++) AROUND.push([far * Math.cos((turn * Math.PI) / 8), far * Math.sin((turn * Math.PI) / 8)]);
}

// A label beside its province, with the end of the line that leads to it, clear of the others and of what is told.
function beside(text, [x, y], told, taken) {
  pen.font = "11px sans-serif";
  const w = pen.measureText(text).width / 2 + 2;
  const h = LINE / 2;
  for (const [dx, dy] of AROUND) {
    const box = { x: x + dx + Math.sign(Math.round(dx)) * w, y: y + dy, w, h };
    if (taken.some((other) => overlap(box, other))) continue;
    if (told.some((path) => spotsOf(box).some((spot) => within(path, [spot])))) continue;
    const end = Math.round(dx) ? [x + dx, y + dy] : [x, y + dy - Math.sign(dy) * h];
    const line = [0.3, 0.5, 0.7, 0.9].map((part) => ({ x: x + part * (end[0] - x), y: y + part * (end[1] - y), w: 1, h: 1 }));
    if (line.some((dot) => taken.some((other) => overlap(dot, other)))) continue;
    taken.push(box, ...line);
    return { text, x: box.x, y: box.y, end };
  }
  return null;
}

function spotsOf({ x, y, w, h }) {
  const spots = [];
  for (let dx = -w; dx <= w; dx += 6) for (const dy of [-h, 0, h]) spots.push([x + dx, y + dy]);
  return [...spots, [x + w, y]];
}

function onScreen(plot, [x, y]) {
  return x > 0 && y > 0 && x < plot._fullLayout.width && y < plot._fullLayout.height;
}

function corners({ x, y, w, h }) {
  return [[x - w, y - h], [x + w, y - h], [x - w, y + h], [x + w, y + h], [x - w, y], [x + w, y], [x, y - h], [x, y + h]];
}

function within(path, points) {
  return points.every(([x, y]) => path.isPointInFill(new DOMPoint(x, y)));
}

function overlap(a, b) {
  return Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
}

// The zoom as the address has it: longitude and latitude of the middle, scale.
function zoomWords(view) {
  if (!view) return "";
  return [view.center.lon, view.center.lat, view.projection.scale].map((number) => number.toFixed(2)).join(",");
}

function viewFrom(words) {
  const [lon, lat, scale] = words.split(",").map(Number);
  return { center: { lon, lat }, projection: { type: "mercator", scale, rotation: { lon } } };
}

function flat(view) {
  return { "geo.center": view?.center ?? null, "geo.projection.scale": view?.projection.scale ?? null,
    "geo.projection.rotation": view?.projection.rotation ?? null };
}
