// The briefing page: draws finished fragments, sends positions, and never shows a figure beside a slider it is not of.
const SLOW = 4000; // ms without an answer after which the page says that it waits in line
const OPENING = 300000; // ms for the first word: the office may still be opening
const LOST = 12000; // ms without any word after a request: the connection is gone

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function download(name, base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const link = make("a", { href: URL.createObjectURL(new Blob([bytes])), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SLOW);
}

class Page {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.lang = model.get("language") === "en" ? "en" : "zh";
    this.n = 0;
    this.asked = 0; // number of the newest position; only its answer is shown
    this.dials = {};
    this.question = "covered";
    this.timers = [];
    this.heard = true;
    root.classList.add("minsheng-briefing");
    root.append(make("p", { class: "boot" }, "民生工作台　正在打开…… Opening ..."));
    model.on("msg:custom", (message) => this.receive(message));
    this.say({ do: "hello" });
    this.watch();
  }

  say(message) {
    this.n += 1;
    this.heard = false;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => !this.heard && this.lost(), this.given ? LOST : OPENING);
    this.model.send({ n: this.n, lang: this.lang, ...message });
    return this.n;
  }

  receive(message) {
    if (this.gone) return;
    this.heard = true;
    const kinds = {
      hello: () => this.build(message),
      waiting: () => message.n === this.asked && this.stale("ui_queue"),
      answer: () => message.n === this.asked && this.show(message),
      error: () => (message.n === this.asked || message.n === 0) && this.fault(message.text),
      refused: () => this.fault(message.text),
      sources: () => this.sheet("ui_sources", make("div", { class: "scroll" }), message.html),
      frozen: () => this.frozen(message),
      file: () => download(message.name, message.content),
      full: () => this.lost(),
      lost: () => this.lost(),
    };
    if (Object.hasOwn(kinds, message.kind)) kinds[message.kind]();
  }

  word(key) {
    return this.given.words[this.lang][key] ?? key;
  }

  build(given) {
    this.given = given;
    if (!Object.keys(this.dials).length) for (const dial of given.dials) this.dials[dial.key] = dial.neutral;
    this.root.replaceChildren(this.head(), this.side(), this.body(), make("div", { class: "sheet", hidden: "" }));
    this.root.lang = this.lang === "zh" ? "zh-CN" : "en";
    this.ask();
  }

  head() {
    const button = (name, action) =>
      make("button", { class: `button ${name}`, onclick: action }, this.word(`ui_${name}`));
    this.freezer = button("freeze", () => this.freeze());
    return make(
      "header", {},
      make("h1", {}, this.given.title[this.lang]),
      make("span", { class: "state", role: "status", "aria-live": "polite" }),
      button("sources", () => this.say({ do: "sources" })),
      button("versions", () => this.versions()),
      this.freezer,
      button("language", () => this.speak(this.lang === "zh" ? "en" : "zh")),
    );
  }

  side() {
    const chips = this.given.presets.map((preset) =>
      make("button", { class: "chip", title: preset.why[this.lang], onclick: () => this.set(preset.dials) },
        preset.label[this.lang]));
    return make(
      "aside", {},
      make("h2", {}, this.word("ui_presets")), make("div", { class: "chips" }, ...chips),
      make("h2", {}, this.word("ui_dials")), ...this.given.dials.map((dial) => this.slider(dial)),
      make("button", { class: "button reset", onclick: () => this.set(this.given.presets[0].dials) },
        this.word("ui_reset")),
    );
  }

  slider(dial) {
    const input = make("input", {
      type: "range", min: 0, max: dial.shown.zh.length - 1, step: 1, name: dial.key, id: `dial-${dial.key}`,
      oninput: () => {
        this.dials[dial.key] = dial.low + dial.step * Number(input.value);
        this.mark();
        this.stale("ui_stale");
        cancelAnimationFrame(this.frame);
        this.frame = requestAnimationFrame(() => this.ask());
      },
    });
    const output = make("output", { for: `dial-${dial.key}` });
    const name = make("label", { for: `dial-${dial.key}`, title: dial.hint[this.lang] }, dial.label[this.lang]);
    return make("div", { class: "dial", title: dial.hint[this.lang] }, make("div", {}, name, output), input);
  }

  body() {
    const card = (key) =>
      make("section", { class: `card ${key}` },
        make("h2", {}, this.word(`question_${key}`)),
        make("div", { class: "figure", "data-slot": `figure_${key}` }),
        make("div", { class: "chart", "data-slot": `chart_${key}` }));
    const tab = (key) =>
      make("button", { class: "tab", "data-tab": key, onclick: () => this.choose(key) }, this.word(`question_${key}`));
    const questions = ["covered", "cost", "waiting"];
    return make(
      "main", {},
      make("p", { class: "sentence", "data-slot": "sentence", "aria-live": "polite" }),
      make("div", { class: "cards" }, ...questions.map(card)),
      make("section", { class: "why" },
        make("div", { class: "tabs" }, make("h2", {}, this.word("briefing_why")), ...questions.map(tab)),
        make("div", { class: "chart", "data-slot": "why" })),
    );
  }

  find(selector) {
    return [...this.root.querySelectorAll(selector)];
  }

  mark() {
    for (const dial of this.given.dials) {
      const place = Math.round((this.dials[dial.key] - dial.low) / dial.step);
      const input = this.find(`input[name=${dial.key}]`)[0];
      const said = dial.shown[this.lang][place] ?? "?";
      input.value = place;
      input.setAttribute("aria-valuetext", said);
      input.parentElement.querySelector("output").textContent = said;
    }
    const same = (dials) => Object.keys(dials).every((key) => Math.abs(dials[key] - this.dials[key]) < 1e-6);
    this.find(".chip").forEach((chip, k) =>
      chip.setAttribute("aria-pressed", same(this.given.presets[k].dials) ? "true" : "false"));
    this.find(".tab").forEach((one) =>
      one.setAttribute("aria-pressed", one.dataset.tab === this.question ? "true" : "false"));
  }

  set(dials) {
    this.dials = { ...dials };
    this.ask();
  }

  ask() {
    this.mark();
    this.stale("ui_stale");
    this.root.dataset.sent = performance.now();
    this.asked = this.say({ do: "ask", dials: this.dials });
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.root.dataset.state === "stale" && this.state("ui_queue"), SLOW);
  }

  show(message) {
    this.slots = message.slots;
    for (const node of this.find("[data-slot]")) {
      if (node.dataset.slot !== "why") node.innerHTML = message.slots[node.dataset.slot] ?? "";
    }
    this.why();
    if (message.frozen) {
      this.dials = { ...message.dials };
      this.mark();
    }
    this.root.dataset.state = message.done ? "ready" : "running";
    this.root.dataset.shown = performance.now();
    this.root.dataset.answered = message.n;
    const state = message.frozen ? "ui_version_shown" : message.done ? "ui_ready" : "ui_stale";
    this.state(state, message.frozen);
    this.freezer.disabled = !message.done || Boolean(message.frozen);
  }

  why() {
    const node = this.find("[data-slot=why]")[0];
    node.innerHTML = this.slots?.[`why_${this.question}`] ?? "";
  }

  choose(question) {
    this.question = question;
    this.mark();
    this.why();
  }

  stale(word) {
    if (this.root.dataset.state !== "stale") {
      this.root.dataset.state = "stale";
      this.slots = null;
      for (const node of this.find("[data-slot]")) if (!node.dataset.slot.startsWith("chart_")) node.innerHTML = "";
    }
    this.state(word);
    if (this.freezer) this.freezer.disabled = true;
  }

  state(word, n) {
    const node = this.find(".state")[0];
    if (node) node.textContent = this.word(word).replace("{n}", n ?? "");
  }

  fault(text) {
    this.root.dataset.state = "fault";
    this.slots = null;
    for (const node of this.find("[data-slot]")) node.innerHTML = "";
    const place = this.find("[data-slot=sentence]")[0];
    if (place) place.textContent = text;
    this.state("ui_fault");
  }

  freeze() {
    this.freezer.disabled = true;
    this.state("ui_freezing");
    this.say({ do: "freeze", dials: this.dials });
  }

  frozen(message) {
    this.given.versions = message.versions;
    this.freezer.disabled = false;
    this.state("ui_frozen", message.version);
    this.versions();
  }

  versions() {
    const rows = this.given.versions.map((version) =>
      make("div", { class: "version" },
        make("b", {}, `${this.word("ui_frozen").replace("{n}", version.version)}`),
        make("span", {}, `${version.stamp}　${version.plan[this.lang]}`),
        make("button", { class: "button", onclick: () => this.reopen(version.version) }, this.word("ui_reopen")),
        make("div", { class: "files" }, ...version.files.map((name, k) =>
          make("button", { class: "file", onclick: () => this.say({ do: "download", version: version.version, file: k }) },
            name)))));
    const list = make("div", { class: "scroll" }, ...(rows.length ? rows : [make("p", {}, this.word("ui_none"))]));
    this.sheet("ui_versions", list);
  }

  reopen(version) {
    this.close();
    this.stale("ui_stale");
    this.asked = this.say({ do: "reopen", version });
  }

  sheet(title, content, html) {
    if (html !== undefined) content.innerHTML = html;
    const sheet = this.find(".sheet")[0];
    sheet.replaceChildren(
      make("div", { class: "paper", role: "dialog", "aria-modal": "true" },
        make("div", { class: "bar" }, make("h2", {}, this.word(title)),
          make("button", { class: "button close", onclick: () => this.close() }, this.word("ui_close"))),
        content));
    sheet.hidden = false;
    sheet.querySelector(".close").focus();
  }

  close() {
    this.find(".sheet")[0].hidden = true;
  }

  speak(lang) {
    this.lang = lang;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    this.build(this.given);
  }

  watch() {
    // The kernel's connection: the widget manager tells when it ends; a dead server also ends every request's answer.
    const kernel = this.model.widget_manager?.kernel ?? this.model.widget_manager?.context?.sessionContext?.session?.kernel;
    kernel?.connectionStatusChanged?.connect((_, status) => status !== "connected" && this.later());
    kernel?.statusChanged?.connect((_, status) => ["dead", "restarting", "terminating"].includes(status) && this.lost());
  }

  later() {
    clearTimeout(this.ending);
    this.ending = setTimeout(() => this.lost(), 1500);
  }

  lost() {
    if (this.gone) return;
    this.gone = true;
    this.root.dataset.state = "lost";
    const said = this.given ? this.word("ui_lost") : "与服务器的连接已中断，请刷新页面。 Connection lost, please reload.";
    this.root.append(make("div", { class: "lost", role: "alert" }, said));
    for (const node of this.find("[data-slot]")) node.innerHTML = "";
    for (const node of this.find("input, button")) node.disabled = true;
  }
}

export default {
  render({ model, el }) {
    el.page = new Page(model, el);
  },
};
