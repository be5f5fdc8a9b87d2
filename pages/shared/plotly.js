// What the map and the plots share: Plotly's bundle, run once, and the step of an arrow key from mark to mark.

const STEPS_OF_ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
let loading;

// Streamlit serves scripts as plain text, which a browser does not run from its address; so it is run from a blob.
function loadPlotly(address) {
  loading ??= fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.text();
  }).then((code) => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    script.onload = () => done(window.Plotly);
    script.onerror = () => fail(new Error(`${address} does not run`));
    document.head.append(script);
  }));
  loading.catch(() => { loading = undefined; });
  return loading;
}

// Of elements by id the one that is nearest to `id` in a direction.
function nearest(paths, id, [sx, sy]) {
  const middle = (path) => {
    const box = path.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [x, y] = middle(paths[id]);
  let best = null;
  for (const [other, path] of Object.entries(paths)) {
    if (other === id) continue;
    const [ox, oy] = middle(path);
    const ahead = (ox - x) * sx + (oy - y) * sy;
    const aside = Math.abs((ox - x) * sy) + Math.abs((oy - y) * sx);
    if (ahead > 0 && aside <= 2 * ahead && (!best || ahead + 2 * aside < best.far)) best = { path, far: ahead + 2 * aside };
  }
  return best?.path ?? null;
}

// A picture of a plot with what it shows above it and where it comes from below it.
async function savePicture(Plotly, plot, format, { name, heading, said, credit, paper, config }) {
  const { width, height } = plot._fullLayout;
  const line = (text, y, anchor, size) => ({ text, x: 0.01, xref: "paper", xanchor: "left", y, yref: "paper",
    yanchor: anchor, showarrow: false, align: "left", font: { ...plot.layout.font, size } });
  const top = { l: 4, r: 4, t: 55, b: 30 };
  const kept = plot.layout.geo ? { margin: top } : // what stands in the margins of a plot with axes stays in them
    { margin: { ...plot._fullLayout.margin, t: plot._fullLayout.margin.t + 55, b: plot._fullLayout.margin.b + 30 } };
  const above = plot.layout.geo ? {} : { yshift: plot._fullLayout.margin.t };
  const below = plot.layout.geo ? {} : { yanchor: "top", yshift: -plot._fullLayout.margin.b };
  const layout = { ...plot.layout, ...kept, width, height: height + 85, paper_bgcolor: paper, annotations: [
    ...(plot.layout.geo ? [] : plot.layout.annotations ?? []),
    { ...line(said ? `${heading}<br><span style="font-size:11px">${said}</span>` : heading, 1.0, "bottom", 15), ...above },
    { ...line(credit, 0, "top", 9), ...below }] };
  const picture = await Plotly.toImage({ data: plot.data, layout, config },
    { format, width, height: height + 85, scale: format === "png" ? 2 : 1 });
  const link = document.createElement("a");
  link.href = picture;
  link.download = `${name}.${format}`;
  link.click();
}
