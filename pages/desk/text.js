// The article on the desk: numbered paragraphs, the evidence of each claim marked, a selection to make claims of.
// Reads `data` (paragraphs and spans count characters as Python does); tells the list of claims, which tells the server,
// of the claim that is clicked and of what is selected (`desk-act`). All text is set as text, never as markup.

const MOUNTED = new WeakMap();
const SIGNS = { waiting: "\u25cb", accepted: "\u2713", published: "\u2713", rejected: "\u2717" };
const RANK = ["waiting", "accepted", "published", "rejected"];

export default function ({ data, parentElement }) {
  let mounted = MOUNTED.get(parentElement);
  if (!mounted) MOUNTED.set(parentElement, (mounted = new DeskText(parentElement)));
  mounted.take(data);
  const call = (mounted.call = (mounted.call ?? 0) + 1);
  return () => {
    if (mounted.call !== call) return; // Streamlit also ends a call that a later one has overtaken
    mounted.end();
    MOUNTED.delete(parentElement);
  };
}

class DeskText {
  constructor(parent) {
    this.root = parent.querySelector(".desk-text");
    this.article = this.root.querySelector(".article");
    this.selected = null;
    this.listen = () => this.look();
    document.addEventListener("selectionchange", this.listen);
    this.root.querySelectorAll("[data-act]").forEach((button) => {
      button.onpointerdown = (event) => event.preventDefault(); // the selection stays
      button.onclick = () => this.send(button.dataset.act);
    });
    this.article.addEventListener("click", (event) => this.click(event));
    this.root.desk = this; // for the keys, which the list of claims hears
  }

  end() {
    document.removeEventListener("selectionchange", this.listen);
  }

  take(data) {
    this.data = data;
    this.draw();
    this.article.querySelectorAll(".stretch").forEach((stretch) =>
      stretch.classList.toggle("chosen", stretch.keys.includes(data.chosen)));
    if (data.chosen !== this.shown) {
      this.shown = data.chosen;
      const first = this.article.querySelector(".stretch.chosen");
      if (first) {
        const frame = this.article.getBoundingClientRect(), box = first.getBoundingClientRect();
        if (box.top < frame.top || box.bottom > frame.bottom) {
          this.article.scrollTop += box.top - frame.top - frame.height / 3;
        }
      }
    }
    this.root.dataset.ready = String(data.spans.length);
  }

  // A paragraph stays as long as nothing in it changes, with what is selected in it.
  draw() {
    const kept = this.article.scrollTop;
    while (this.article.children.length > this.data.paragraphs.length) this.article.lastChild.remove();
    this.data.paragraphs.forEach((paragraph, n) => {
      const points = Array.from(paragraph.text);
      const spans = this.data.spans.filter((span) =>
        span.start < paragraph.start + points.length && span.end > paragraph.start);
      const signature = JSON.stringify([paragraph, spans]);
      const drawn = this.article.children[n];
      if (drawn?.signature === signature) return;
      const fresh = this.paragraph(paragraph, points, spans);
      fresh.signature = signature;
      if (drawn) drawn.replaceWith(fresh);
      else this.article.append(fresh);
    });
    this.article.scrollTop = kept;
  }

  paragraph({ number, start }, points, spans) {
    const end = start + points.length;
    const cuts = [...new Set([start, end, ...spans.flatMap((span) => [span.start, span.end])])]
      .filter((cut) => cut >= start && cut <= end).sort((one, other) => one - other);
    const line = document.createElement("p");
    line.dataset.number = number;
    for (let n = 0; n + 1 < cuts.length; n++) {
      line.append(this.stretch(points.slice(cuts[n] - start, cuts[n + 1] - start).join(""), cuts[n],
        spans.filter((span) => span.start <= cuts[n] && span.end >= cuts[n + 1])));
    }
    return line;
  }

  stretch(text, start, spans) {
    const stretch = document.createElement("span");
    stretch.textContent = text;
    stretch.className = "stretch";
    stretch.start = start;
    stretch.keys = spans.map((span) => span.key);
    if (!spans.length) return stretch;
    const state = RANK.find((rank) => spans.some((span) => span.state === rank));
    stretch.classList.add("evidence", state);
    const begun = spans.filter((span) => span.start === start);
    if (begun.length) stretch.dataset.mark = begun.map((span) => `${span.key}${SIGNS[span.state]}`).join(" ");
    stretch.title = spans.map((span) => `${span.key}: ${span.words}`).join("\n");
    return stretch;
  }

  click(event) {
    const stretch = event.target.closest(".stretch.evidence");
    if (!stretch || this.selected) return;
    const at = stretch.keys.indexOf(this.data.chosen); // of several claims on one stretch the next one
    this.tell({ name: "choose", key: stretch.keys[(at + 1) % stretch.keys.length] });
  }

  // What is selected, in characters of the article.
  look() {
    const selection = document.getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    this.selected = range && this.article.contains(range.commonAncestorContainer) ? this.span(range) : null;
    this.root.querySelectorAll("[data-act]").forEach((button) => {
      button.disabled = !this.selected || (button.dataset.act === "evidence" && !this.data.chosen);
    });
  }

  span(range) {
    let first = null, last = null;
    for (const stretch of this.article.querySelectorAll(".stretch")) {
      const node = stretch.firstChild;
      if (!node || !range.intersectsNode(node)) continue;
      const from = range.startContainer === node ? range.startOffset : 0;
      const to = range.endContainer === node ? range.endOffset
        : range.comparePoint(node, node.length) > 0 ? 0 : node.length;
      if (to <= from) continue;
      first ??= stretch.start + Array.from(node.data.slice(0, from)).length;
      last = stretch.start + Array.from(node.data.slice(0, to)).length;
    }
    return first === null ? null : { start: first, end: last };
  }

  send(name) {
    if (!this.selected) return;
    this.tell({ name, key: this.data.chosen, ...this.selected });
    document.getSelection().removeAllRanges();
  }

  tell(act) {
    document.dispatchEvent(new CustomEvent("desk-act", { detail: act }));
  }
}
