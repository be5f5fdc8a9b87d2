// A slider over periods with the histogram above it, and play; shared by the map and the network.
// `show(n)` is called for every period that plays or is dragged over, `settle(n)` where it comes to rest; -1: all times.
// With `asks` the server draws every period: play then settles at each, and waits until it is drawn.

const PLAY_EVERY = 1000; // milliseconds a period

class Periods {
  constructor(root, show, settle, asks = false) {
    this.root = root;
    this.asks = asks;
    this.showOne = show;
    this.settleAt = settle;
    this.frame = null; // the period that plays or is being dragged to; null: what the server drew
    this.find = (selector) => root.querySelector(selector);
    this.slider = this.find("input");
    this.slider.oninput = () => { this.stop(); this.show(Number(this.slider.value)); };
    // Keys come fast: the server hears of the last.
    this.slider.onchange = () => {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settle(Number(this.slider.value)), 300);
    };
    this.find("[data-play]").onclick = () => (this.playing ? this.pause() : this.play());
    this.find("[data-all]").onclick = () => {
      this.stop();
      this.frame = null;
      this.mark(this.at);
      this.showOne(null);
      this.settle(-1);
    };
    new ResizeObserver(() => this.time && this.drawTicks()).observe(root);
    this.find(".bars").onclick = ({ target }) => {
      const bar = target.closest("[data-n]");
      if (!bar) return;
      this.stop();
      this.show(Number(bar.dataset.n));
      this.settle(Number(bar.dataset.n));
    };
  }

  // New data while it plays ends the play: its periods may be others.
  take(time) {
    const signature = JSON.stringify(time && [time.names, time.n_events, time.n_sure, time.before]);
    const same = signature === this.signature;
    const { at } = time ?? {};
    if (same && JSON.stringify(time) === JSON.stringify(this.time)) return;
    this.signature = signature;
    this.time = time;
    if (same && this.asks) {
      if (!this.playing || at !== this.frame) this.frame = null;
      this.mark(this.at);
      return;
    }
    // An answer to what the reader has left behind by now: the one to the last is on its way.
    if (same && this.told !== undefined && at !== this.told && (at ?? -1) !== this.told) return;
    this.told = undefined;
    this.stop();
    this.frame = null;
    this.root.hidden = !time;
    if (!time) return;
    const { names, n_events: most, n_sure: sure } = time;
    const top = Math.max(...most, 1);
    const wide = 100 / names.length;
    const gap = Math.min(wide * 0.12, 0.3);
    const rect = (kind, n, high) => `<rect class="${kind}" x="${n * wide + gap}%" y="${100 - high}%"
      width="${wide - 2 * gap}%" height="${high}%"/>`;
    this.find(".bars").innerHTML = names.map((name, n) => `<g data-n="${n}">
      <rect class="hit" x="${n * wide}%" y="0" width="${wide}%" height="100%"/>
      ${rect("perhaps", n, (100 * most[n]) / top)}${rect("surely", n, (100 * sure[n]) / top)}
      <title>${escaped(name)}: ${most[n]}${sure[n] < most[n] ? `, ${sure[n]} of them surely` : ""}</title></g>`).join("");
    this.drawTicks();
    this.slider.max = String(names.length - 1);
    this.slider.style.setProperty("--half", `${wide / 2}%`);
    this.mark(time.at);
  }

  drawTicks() {
    const { names } = this.time;
    const room = Math.max(...names.map((name) => name.length)) * 6.5 + 24; // pixels that a name takes
    const every = Math.ceil(names.length / Math.max(2, Math.floor(this.root.clientWidth / room)));
    this.find(".ticks").innerHTML = names.map((name, n) => (n % every ? "" :
      `<span style="left:${(100 * (n + 0.5)) / names.length}%">${escaped(name)}</span>`)).join("");
  }

  // The period that is shown, whether it plays or stands; null: none.
  get at() {
    return this.frame ?? this.time?.at ?? null;
  }

  mark(at) {
    const { time } = this;
    this.slider.value = String(at ?? time.names.length - 1);
    this.slider.classList.toggle("unset", at === null);
    const words = at === null ? time.unset : time.before + time.names[at];
    this.slider.setAttribute("aria-valuetext", words);
    const sure = at !== null && time.n_sure[at] < time.n_events[at] ? `, ${time.n_sure[at]} of them surely then` : "";
    this.find("output").textContent = at === null || !time.counted ? words :
      `${words}: ${time.n_events[at]} ${time.counted}${sure}`;
    this.find("[data-all]").disabled = at === null && time.is_unset;
    this.root.querySelectorAll(".bars g").forEach((bar, n) => bar.classList.toggle("at", n === at));
  }

  show(n) {
    this.frame = n;
    this.mark(n);
    return this.showOne(n);
  }

  settle(n) {
    // Where the server stands there already, its answer will be the same and change nothing here.
    if (!this.asks && n !== (this.time.at ?? -1)) this.told = n;
    else if (!this.asks) this.frame = null;
    this.settleAt(n);
  }

  play() {
    const last = this.time.names.length - 1;
    let n = this.at === null || this.at >= last ? 0 : this.at + 1;
    this.toggle(true);
    this.show(n);
    if (this.asks) this.settle(n);
    this.playing = setInterval(() => {
      if (this.asks && this.time.at !== n) return;
      if (n >= last) this.pause();
      else {
        this.show(++n);
        if (this.asks) this.settle(n);
      }
    }, PLAY_EVERY);
  }

  pause() {
    this.stop();
    this.settle(this.frame);
  }

  stop() {
    clearInterval(this.playing);
    this.playing = undefined;
    this.toggle(false);
  }

  toggle(plays) {
    const button = this.find("[data-play]");
    button.setAttribute("aria-label", plays ? "Pause" : "Play");
    button.textContent = plays ? "❚❚" : "▶";
    this.root.dataset.playing = String(plays);
  }
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
