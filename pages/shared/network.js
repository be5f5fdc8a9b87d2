const MOUNTED = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".net");
  let mounted = MOUNTED.get(parentElement);
  if (!mounted || mounted.signature !== data.signature) {
    const view = mounted && { position: mounted.network.getViewPosition(), scale: mounted.network.getScale() };
    mounted?.network.destroy();
    mounted = mount(box, parentElement, data, (id) => setTriggerValue("node", id));
    // A filter or a clock changes the graph but not where things stand: the reader keeps the view.
    if (view) mounted.network.moveTo(view); else show(mounted.network, data.chosen);
    MOUNTED.set(parentElement, mounted);
  }
  mounted.choose(data.chosen);
  return () => { MOUNTED.get(parentElement)?.network.destroy(); MOUNTED.delete(parentElement); };
}

// Everything where there is room; on a phone what was chosen, or the middle, large enough to read.
function show(network, chosen) {
  network.fit();
  if (window.innerWidth > 640) return;
  const position = network.body.nodes[chosen] ? network.getPosition(chosen) : undefined;
  network.moveTo({ scale: Math.max(network.getScale(), 0.5), position });
}

function mount(box, parentElement, data, tell) {
  const { nodes, edges, options, alt, height, signature } = data;
  box.style.height = `min(${height}px, 72vh)`;
  box.setAttribute("aria-label", alt);
  const vis = globalThis.vis;
  const network = new vis.Network(box, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options);
  network.on("click", (event) => {
    network.setOptions({ interaction: { zoomView: true } });
    if (event.nodes.length) tell(event.nodes[0]);
  });
  box.addEventListener("mouseleave", () => network.setOptions({ interaction: { zoomView: false } }));
  parentElement.querySelectorAll(".zoom button").forEach((button) => {
    button.onclick = () => ("fit" in button.dataset
      ? network.fit({ animation: true })
      : network.moveTo({ scale: network.getScale() * Number(button.dataset.by), animation: { duration: 150 } }));
  });
  const known = new Set(nodes.map((node) => node.id));
  const choose = (id) => (id && known.has(id) ? network.selectNodes([id]) : network.unselectAll());
  box.dataset.ready = String(nodes.length);
  // What browser tests and a reader's assistive script can ask: where on the canvas a node stands.
  box.whereIs = (id) => network.canvasToDOM(network.getPosition(id));
  return { signature, network, choose };
}
