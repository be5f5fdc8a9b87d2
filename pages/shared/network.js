// The network: pyvis's nodes and edges drawn by vis-network, with a slider over periods under it.
// Reads `data`; tells the server which node was clicked (`node`) or opened (`open`), which line (`tie`), which period.
// Nodes keep their places and the reader keeps the view, whatever filter or clock changes.

const MOUNTED = new WeakMap();
const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const AROUND_HULL = 36; // pixels of the canvas between a group's parts and the line round them

export default function ({ data, parentElement, setTriggerValue }) {
  let mounted = MOUNTED.get(parentElement);
  if (!mounted) MOUNTED.set(parentElement, (mounted = new Net(parentElement)));
  mounted.tell = setTriggerValue;
  mounted.take(data);
  return () => { MOUNTED.get(parentElement)?.end(); MOUNTED.delete(parentElement); };
}

class Net {
  constructor(parent) {
    this.box = parent.querySelector(".net");
    this.said = parent.querySelector(".said");
    this.nodes = new globalThis.vis.DataSet();
    this.edges = new globalThis.vis.DataSet();
    this.periods = new Periods(parent.querySelector(".periods"), () => {}, (n) => this.tell("period", n), true);
    parent.querySelectorAll(".zoom button").forEach((button) => {
      button.onclick = () => ("fit" in button.dataset ? this.network.fit({ animation: true })
        : "save" in button.dataset ? this.save() : this.zoomBy(Number(button.dataset.by)));
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    // What browser tests and a reader's assistive script can ask: where on the canvas a node stands, which is chosen.
    this.box.chosenNow = () => this.network.getSelectedNodes();
    this.box.whereIs = (id) => this.network.canvasToDOM(this.network.getPosition(id));
    this.box.linesNow = () => this.edges.getIds();
  }

  end() {
    this.periods.stop();
    this.network?.destroy();
  }

  take(data) {
    const { nodes, edges, options, alt, height, signature, chosen } = data;
    this.data = data;
    this.box.style.height = `min(${height}px, 72vh)`;
    this.box.setAttribute("aria-label", alt);
    this.periods.take(data.time);
    if (signature !== this.signature) {
      const marked = this.signature && data.time?.at !== this.drawnAt ? this.changed(edges) : edges;
      this.signature = signature;
      this.drawnAt = data.time?.at;
      this.cursor = null;
      renew(this.nodes, nodes);
      renew(this.edges, marked);
      if (!this.network) this.mount(options, chosen);
      // Who asks for one actor's surroundings wants to see them; else the reader keeps the view.
      if (data.focus !== this.focus && this.focus !== undefined) this.network.fit({ animation: true });
      this.focus = data.focus;
      this.box.dataset.ready = String(nodes.length);
    }
    if (chosen && this.nodes.get(chosen)) this.network.selectNodes([chosen]);
    else this.network.unselectAll();
  }

  // Lines that the period before did not have, or had standing: thicker, with a word on them.
  changed(edges) {
    return edges.map((edge) => {
      const before = this.edges.get(edge.id);
      const word = !before ? "new" : before.standing === "held" && edge.standing === "former" ? "ended" : "";
      return word ? { ...edge, width: edge.width + 2.5, label: `${word} ${edge.label}`.trim() } : edge;
    });
  }

  mount(options, chosen) {
    this.network = new globalThis.vis.Network(this.box, { nodes: this.nodes, edges: this.edges }, options);
    this.network.on("click", ({ nodes, edges }) => {
      this.network.setOptions({ interaction: { zoomView: true } });
      clearTimeout(this.clicked); // of a double click the first would open the panel
      this.clicked = setTimeout(() => {
        if (nodes.length) this.tell("node", nodes[0]);
        else if (edges.length) this.tell("tie", edges[0]);
      }, 250);
    });
    this.network.on("doubleClick", ({ nodes }) => {
      clearTimeout(this.clicked);
      if (nodes.length) this.tell("open", nodes[0]);
    });
    this.box.addEventListener("mouseleave", () => this.network.setOptions({ interaction: { zoomView: false } }));
    this.network.on("beforeDrawing", (pen) => this.data.hulls.forEach((hull) => this.drawHull(pen, hull)));
    this.network.fit();
    // What was chosen, and on a phone else the middle, large enough to read; *Fit* shows all.
    const position = chosen && this.nodes.get(chosen) ? this.network.getPosition(chosen) : undefined;
    if (!position && window.innerWidth > 640) return;
    this.network.moveTo({ scale: Math.max(this.network.getScale(), 0.55), position });
  }

  drawHull(pen, { ids, colour }) {
    const spots = ids.filter((id) => this.nodes.get(id)).map((id) => this.network.getPosition(id));
    if (spots.length < 2) return;
    const outline = hullOf(spots.map(({ x, y }) => [x, y]));
    pen.save();
    pen.beginPath();
    outline.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.closePath();
    pen.lineJoin = "round";
    pen.globalAlpha = 0.1;
    pen.fillStyle = pen.strokeStyle = colour;
    pen.lineWidth = 2 * AROUND_HULL;
    pen.stroke();
    pen.fill();
    pen.restore();
  }

  // --- Keyboard: arrows go from node to node, Enter chooses, Shift with Enter opens --------------

  key(event) {
    const way = WAYS[event.key];
    if (way) this.step(way);
    else if (event.key === "Enter" && this.cursor) this.tell(event.shiftKey ? "open" : "node", this.cursor);
    else if (event.key === "+" || event.key === "=") this.zoomBy(1.3);
    else if (event.key === "-") this.zoomBy(0.77);
    else if (event.key === "0") this.network.fit({ animation: true });
    else return;
    event.preventDefault();
  }

  step([dx, dy]) {
    const { chosen } = this.data;
    const at = this.cursor ?? (chosen && this.nodes.get(chosen) ? chosen : null);
    const places = this.network.getPositions();
    const next = at ? ahead(places, at, dx, dy) : this.data.nodes[0]?.id;
    if (!next) return;
    this.cursor = next;
    this.network.selectNodes([next]);
    this.network.moveTo({ position: places[next], animation: { duration: 120 } });
    const { title } = this.nodes.get(next);
    const ties = this.network.getConnectedEdges(next).length;
    this.said.textContent = `${title}, ${ties} ${ties === 1 ? "tie" : "ties"}`;
    this.box.dataset.cursor = next;
  }

  zoomBy(by) {
    this.network.moveTo({ scale: this.network.getScale() * by, animation: { duration: 150 } });
  }

  save() {
    const drawn = this.box.querySelector("canvas");
    const paper = document.createElement("canvas");
    [paper.width, paper.height] = [drawn.width, drawn.height];
    const pen = paper.getContext("2d");
    pen.fillStyle = this.data.paper;
    pen.fillRect(0, 0, paper.width, paper.height);
    pen.drawImage(drawn, 0, 0);
    const link = document.createElement("a");
    link.href = paper.toDataURL("image/png");
    link.download = "bayah-network.png";
    link.click();
  }
}

function renew(held, rows) {
  const kept = new Set(rows.map((row) => row.id));
  held.remove(held.getIds().filter((id) => !kept.has(id)));
  held.update(rows);
}

function ahead(places, from, dx, dy) {
  const { x, y } = places[from];
  let best = null;
  for (const [id, place] of Object.entries(places)) {
    const far = (place.x - x) * dx + (place.y - y) * dy;
    const aside = Math.abs((place.x - x) * dy) + Math.abs((place.y - y) * dx);
    if (id !== from && far > 0 && aside <= 2 * far && (!best || far + 2 * aside < best.cost)) best = { id, cost: far + 2 * aside };
  }
  return best?.id;
}

// The convex hull of points (Andrew's monotone chain).
function hullOf(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (rows) => rows.reduce((line, point) => {
    while (line.length > 1 && turn(line.at(-2), line.at(-1), point) <= 0) line.pop();
    return [...line, point];
  }, []).slice(0, -1);
  return [...half(sorted), ...half(sorted.reverse())];
}
