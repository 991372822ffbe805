// What every page does: light or dark, sorting and filtering tables, moving through them with the keyboard.
// Text is only ever set as text. Nothing is fetched: data come as scripts from the report's own folder.
"use strict";

const waylint = {
	/** What data files have handed over, and who waits for it. */
	known: new Map(),
	waiting: new Map(),

	/** Called by data files. */
	data(name, value) {
		waylint.known.set(name, value);
		waylint.waiting.get(name)?.(value);
	},

	/** Loads a data file once, and hands over what it holds. */
	load(name) {
		if (waylint.known.has(name)) return Promise.resolve(waylint.known.get(name));
		return new Promise((resolve, reject) => {
			waylint.waiting.set(name, resolve);
			const script = document.createElement("script");
			script.src = `${document.body.dataset.root}data/${name}.js`;
			script.onerror = () => reject(new Error(`data/${name}.js is not there`));
			document.head.append(script);
		});
	},

	/** Text of strangers: what steers direction or terminals is shown as a replacement character. */
	printable(text) {
		return String(text).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
	},

	/** An element with attributes and children; children that are no elements become text. */
	element(tag, attributes = {}, ...children) {
		const made = document.createElement(tag);
		for (const [name, value] of Object.entries(attributes)) {
			if (name === "on") for (const [event, does] of Object.entries(value)) made.addEventListener(event, does);
			else if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value);
		}
		for (const child of children.flat(3)) {
			if (child === null || child === undefined || child === false) continue;
			made.append(child instanceof Node ? child : waylint.printable(child));
		}
		return made;
	},

	/** Text of strangers, which cannot turn what stands around it. */
	said(text) {
		return waylint.element("bdi", {}, text);
	},

	/** A page of the outer world, if a browser may follow its address. */
	outside(url, text) {
		if (!/^https?:\/\//.test(url ?? "")) return waylint.said(text);
		return waylint.element("a", { href: url, class: "outside", rel: "noopener noreferrer" }, text);
	},

	/** Where a repository's page is. */
	repository(name) {
		return `repository.html#${encodeURIComponent(name).replaceAll("%2F", "/")}`;
	},

	/** Outcomes by their letters: class, symbol, words. */
	outcomes: {
		p: ["pass", "✓", "met"],
		f: ["fail", "✗", "not met"],
		x: ["fail", "✗", "not met, mended by safe fixes"],
		w: ["waived", "◌", "waived"],
		k: ["waived", "◌", "known debt"],
		n: ["not-applicable", "–", "not applicable"],
		u: ["unmeasured", "?", "unmeasured"],
		e: ["error", "!", "error"],
	},

	/** An outcome with its symbol, in words unless there is no room. */
	outcome(letter, brief = false) {
		const [name, symbol, word] = waylint.outcomes[letter] ?? ["not-applicable", "·", "not seen"];
		const attributes = { class: `outcome ${name}`, title: word };
		return waylint.element("span", attributes, brief ? symbol : `${symbol} ${word}`);
	},
};

/* Light or dark: the reader's choice before the system's. */
const theme = {
	read() {
		try { return localStorage.getItem("waylint-theme"); } catch { return null; }
	},
	write(value) {
		try { localStorage.setItem("waylint-theme", value); } catch { /* a browser that keeps nothing */ }
	},
	current() {
		return document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
	},
	button() {
		const word = () => (theme.current() === "dark" ? "Light" : "Dark");
		const button = waylint.element("button", { type: "button", class: "plain theme", "aria-label": "Switch between light and dark" }, word());
		button.addEventListener("click", () => {
			document.documentElement.dataset.theme = theme.current() === "dark" ? "light" : "dark";
			theme.write(document.documentElement.dataset.theme);
			button.textContent = word();
		});
		return button;
	},
};
{
	const chosen = theme.read();
	if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}

/* Tables. */
const tables = {
	value(row, column) {
		const cell = row.cells[column];
		const text = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
		const number = Number(text);
		return text !== "" && Number.isFinite(number) ? number : text;
	},

	compare(a, b) {
		if (typeof a === "number" && typeof b === "number") return a - b;
		return String(a).localeCompare(String(b), "en", { numeric: true });
	},

	/** Sorts by a column: up, then down. Numbers begin with the greatest. */
	sort(table, column, head) {
		const rows = [...table.tBodies[0].rows];
		const was = head.getAttribute("aria-sort");
		const first = head.classList.contains("number") ? "descending" : "ascending";
		const order = was === null ? first : was === "ascending" ? "descending" : "ascending";
		for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
		head.setAttribute("aria-sort", order);
		const sign = order === "ascending" ? 1 : -1;
		const keyed = rows.map((row) => [tables.value(row, column), row]);
		keyed.sort((a, b) => sign * tables.compare(a[0], b[0]));
		table.tBodies[0].append(...keyed.map(([, row]) => row));
	},

	sortable(table) {
		[...table.tHead.rows[0].cells].forEach((head, column) => {
			if (!head.textContent.trim() || head.querySelector("button")) return;
			const button = waylint.element("button", { type: "button" });
			button.append(...head.childNodes);
			button.addEventListener("click", () => tables.sort(table, column, head));
			head.append(button);
		});
	},

	/** A box above a table, which keeps the rows that hold what is typed. */
	filter(table) {
		const rows = [...table.tBodies[0].rows];
		if (rows.length < 8) return;
		const count = waylint.element("span", { class: "of", "aria-live": "polite" });
		const box = waylint.element("input", { type: "search", placeholder: "Filter rows", "aria-label": "Filter rows" });
		box.addEventListener("input", () => {
			const wanted = box.value.trim().toLowerCase();
			let shown = 0;
			for (const row of rows) {
				row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
				shown += row.hidden ? 0 : 1;
			}
			count.textContent = wanted === "" ? "" : `${shown} of ${rows.length}`;
		});
		const place = table.parentElement.classList.contains("wide") ? table.parentElement : table;
		place.before(waylint.element("div", { class: "controls" }, box, count));
	},

	/** The arrow keys go from link to link: up and down within a column, left and right within a row. */
	move(event) {
		const link = event.target;
		const cell = link.closest?.("td, th");
		const row = cell?.parentElement;
		if (!row || !["A", "BUTTON"].includes(link.tagName) || !row.closest("table")) return;
		const rows = [...row.closest("table").rows].filter((one) => !one.hidden);
		const at = rows.indexOf(row);
		const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const across = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		let next;
		for (let to = at + down; down && to >= 0 && to < rows.length && !next; to += down) {
			next = rows[to].cells[cell.cellIndex]?.querySelector("a, button");
		}
		if (across) {
			const links = [...row.querySelectorAll("a, button")];
			next = links[links.indexOf(link) + across];
		}
		if (event.key === "Home") next = rows.find((one) => one.cells[cell.cellIndex]?.querySelector("a"))?.cells[cell.cellIndex].querySelector("a");
		if (event.key === "End") next = rows.findLast((one) => one.cells[cell.cellIndex]?.querySelector("a"))?.cells[cell.cellIndex].querySelector("a");
		if (!next) return;
		event.preventDefault();
		next.focus();
	},
};
waylint.tables = tables;

document.addEventListener("DOMContentLoaded", () => {
	document.querySelector(".top").append(theme.button());
	for (const table of document.querySelectorAll("table.sortable")) tables.sortable(table);
	for (const table of document.querySelectorAll("table.filter")) tables.filter(table);
	document.addEventListener("keydown", tables.move);
});
