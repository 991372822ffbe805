// The list of repositories: filled from one data file, narrowed down by the address behind `#`.
"use strict";

(() => {
	const data = waylint.known.get("repositories");
	const place = document.getElementById("list");
	if (!data) {
		place.append(waylint.element("p", { class: "nothing" }, "data/repositories.js is not there: copy the whole folder."));
		return;
	}
	const FIELDS = ["name", "owner", "domain", "language", "lifecycle", "age", "status", "tier", "now", "before", "prefix", "steps",
		"path", "stopped", "blocking", "files", "rules", "waivers", "ends", "answered", "lately"];
	const WORDS = ["owner", "domain", "language", "lifecycle", "age", "status"];
	const rows = data.rows.map((row, number) => {
		const one = Object.fromEntries(FIELDS.map((field, at) => [field, row[at]]));
		for (const field of WORDS) one[field] = data.words[one[field]];
		one.number = number;
		one.all = counting(one.now);
		one.met = count(one.all, "p");
		one.failed = count(one.all, "fx");
		one.applies = one.met + one.failed + count(one.all, "wk");
		return one;
	});
	const teams = new Map(data.teams);
	const index = new Map(data.standards.map((standard, at) => [standard.id, at]));
	const steps = data.standards.map((standard, at) => (standard.step === null || !standard.counts ? -1 : at)).filter((at) => at >= 0);

	/** Outcomes as links name them, in letters. */
	const LETTERS = {
		pass: "p", fail: "fx", waived: "wk", "not-applicable": "n", unmeasured: "u", error: "e",
		applicable: "pfxwk", fixable: "x", debt: "k",
	};
	const letters = (names) => names.split(",").map((name) => LETTERS[name] ?? "").join("");

	/** The letters of the standards that count in what sums them up. */
	function counting(said) {
		let text = "";
		for (let at = 0; at < said.length; at++) text += data.standards[at].counts ? said[at] : "";
		return text;
	}

	function count(text, wanted) {
		let sum = 0;
		for (const letter of text) sum += wanted.includes(letter) ? 1 : 0;
		return sum;
	}

	const audited = (one) => one.status === "ok" || one.status === "carried";

	/** How a repository stood in the run that is asked about: the latest, unless the question names another. */
	let then = null;
	const said = (one) => (then === null ? one.now : then[one.number].replace("=", ""));
	const seen = (one) => (then === null ? audited(one) : then[one.number] !== "");

	/** The rules of a standard, as numbers of words. */
	const rulesOf = (name) => {
		const rules = data.standards[index.get(name)]?.rules ?? [name];
		return new Set(rules.map((rule) => data.words.indexOf(rule)));
	};
	/** Kinds of files and waivers, and how it went with a standard: as links name them, in letters. */
	const FILES = { artifacts: "a", templates: "t", excluded: "x", unreadable: "u", failures: "f" };
	const WAIVERS = { any: "a", expiring: "e", endless: "n", ownerless: "o", off: "s", debt: "d" };
	const COURSES = { before: "b", pull: "l", push: "p", observed: "o", broken: "x", ever: "" };

	/** The step at which a repository stops, among the steps; the number of steps if at none. */
	const stop = (one) => (one.stopped === null ? steps.length : steps.indexOf(one.stopped));

	/** What can be asked: each takes the value and the whole question, and gives a test. Links of the report use these words. */
	const TESTS = {
		owner: (value) => (one) => one.owner === value,
		domain: (value) => (one) => one.domain === value,
		language: (value) => (one) => one.language === value,
		lifecycle: (value) => (one) => one.lifecycle === value,
		age: (value) => (one) => one.age === value,
		status: (value) => (one) => (value === "audited" ? audited(one) : value === "failed" ? !audited(one) : one.status === value),
		tier: (value) => (one) => one.tier === Number(value),
		partial: () => (one) => /[uf]/.test(one.files) && audited(one),
		files: (value) => (one) => audited(one) && one.files.includes(FILES[value] ?? " "),
		waiver: (value) => (one) => audited(one) && one.waivers.includes(WAIVERS[value] ?? " "),
		ends: (value) => (one) => audited(one) && one.ends.some((day) => data.words[day].startsWith(value)),
		answered: (value) => {
			const rules = rulesOf(value);
			return (one) => one.answered.some((rule) => rules.has(rule));
		},
		found: (value) => {
			const rules = rulesOf(value);
			return (one) => one.rules.some((rule) => rules.has(rule));
		},
		came: () => (one) => one.lately === 1,
		any: (value) => {
			const wanted = letters(value);
			return (one) => seen(one) && [...counting(said(one))].some((letter) => wanted.includes(letter));
		},
		seen: (value) => (one) => then !== null && then[one.number] !== "" && (value === "audited" || then[one.number].startsWith("=")),
		met: (value, asked) => {
			const courses = waylint.known.get(`course/${fileName(value)}`) ?? [];
			const wanted = COURSES[asked.get("course")] ?? "";
			return (one) => (courses[one.number] ?? "") !== "" && courses[one.number].includes(wanted);
		},
		blocked: () => (one) => one.blocking > 0,
		since: () => (one) => one.before === "",
		path: (value) => (one) => one.steps > 0 && (value === "any" || (value === "begun" ? one.prefix > 0 : one.prefix === one.steps)),
		rule: (value) => {
			const number = data.words.indexOf(value);
			return (one) => one.rules.includes(number);
		},
		needs: (value) => {
			const at = index.get(value);
			const tier = data.standards[at]?.tier ?? -1;
			return (one) => one.tier === tier - 1 && !"pn".includes(one.now[at]);
		},
		standard: (value, asked) => {
			const at = index.get(value);
			const wanted = letters(asked.get("outcome") ?? "applicable");
			return (one) => seen(one) && at !== undefined && said(one)[at] !== undefined && wanted.includes(said(one)[at]);
		},
		was: (value, asked) => {
			const at = index.get(asked.get("standard"));
			return (one) => one.before !== "" && letters(value).includes(one.before[at]);
		},
		step: (value) => {
			const step = steps.indexOf(index.get(value));
			return (one) => audited(one) && one.path[step] === "1";
		},
		arrived: (value) => {
			const step = steps.indexOf(index.get(value));
			return (one) => audited(one) && one.path[step] === "1" && stop(one) >= step;
		},
		reached: (value) => {
			const step = steps.indexOf(index.get(value));
			return (one) => audited(one) && one.path[step] === "1" && stop(one) > step;
		},
		stopped: (value, asked) => {
			const at = index.get(value);
			const wanted = letters(asked.get("stop") ?? "fail,waived,unmeasured,error");
			return (one) => audited(one) && one.stopped === at && wanted.includes(one.now[at]);
		},
		"skipped-to": (value) => {
			const at = index.get(value);
			const step = steps.indexOf(at);
			return (one) => audited(one) && one.path[step] === "1" && stop(one) < step && one.now[at] === "p";
		},
		text: (value) => {
			const wanted = value.toLowerCase();
			return (one) => `${one.name} ${one.owner} ${one.domain} ${one.language}`.toLowerCase().includes(wanted);
		},
	};

	const title = (id) => data.standards[index.get(id)]?.title ?? id;

	/** A question in words. */
	const SAYINGS = {
		owner: (value) => `owned by ${value}`,
		domain: (value) => `domain ${value || "none"}`,
		language: (value) => `language ${value}`,
		lifecycle: (value) => `lifecycle ${value}`,
		age: (value) => value,
		status: (value) => (value === "failed" ? "not audited" : value),
		tier: (value) => (value === "0" ? "no tier" : `tier ${data.tiers[value - 1] ?? value}`),
		partial: () => "audited in part",
		files: (value) => ({ artifacts: "with files of known kinds", templates: "with templates", excluded: "that leave files out" })[value] ?? `with ${value} files`,
		waiver: (value) => ({ any: "with waivers", off: "that switch rules off", debt: "with known debt" })[value] ?? `with ${value} waivers`,
		ends: (value) => `with a waiver that ends ${value.length > 7 ? "on" : "in"} ${value}`,
		answered: (value) => `whose people spoke of ${title(value)}`,
		found: (value) => `in which ${title(value)} finds something`,
		came: () => "came lately",
		any: (value) => `any standard ${value.replaceAll(",", ", ").replaceAll("-", " ")}`,
		at: (value) => `as of ${data.runs[value]?.[1] ?? value}`,
		seen: (value) => value,
		met: (value, asked) => `${title(value)}: ${({ before: "met from the start", pull: "met while it was left to them", push: "met once it was enforced",
			observed: "met long enough ago", broken: "failed again", ever: "ever met" })[asked.get("course")] ?? "ever met"}`,
		blocked: () => "held up now",
		since: () => "new since the last run",
		path: (value) => ({ any: "with a golden path", begun: "past the first step" })[value] ?? "at the end of the golden path",
		rule: (value) => `found by ${value}`,
		needs: (value) => `${title(value)} is missing for the next tier`,
		standard: (value, asked) => `${title(value)}: ${(asked.get("outcome") ?? "applicable").replaceAll(",", ", ").replaceAll("-", " ")}`,
		was: (value) => `before: ${value.replaceAll(",", ", ")}`,
		step: (value) => `${title(value)} is on the path`,
		arrived: (value) => `arrived at ${title(value)}`,
		reached: (value) => `got past ${title(value)}`,
		stopped: (value, asked) => `stop at ${title(value)}${asked.has("stop") ? `: ${asked.get("stop").replaceAll(",", ", ")}` : ""}`,
		"skipped-to": (value) => `met ${title(value)} although they stopped before`,
		text: (value) => `“${value}”`,
	};

	const asked = () => new Map([...new URLSearchParams(location.hash.slice(1))]);
	/** A standard's name as that of a file, as the report writes it. */
	const fileName = (name) => name.replace(/[^A-Za-z0-9-]/g, "_");
	const ask = (question) => {
		const hash = [...question].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
		history.replaceState(null, "", `#${hash}`);
		show();
	};

	const PAGE = 200;
	let order = { field: "name", sign: 1 };
	let most = PAGE;

	const chips = waylint.element("div", { class: "controls" });
	const summary = waylint.element("p", { "aria-live": "polite", id: "count" });
	const body = waylint.element("tbody");
	const more = waylint.element("button", { type: "button", class: "plain", on: { click: () => { most += 5 * PAGE; show(); } } });
	const box = waylint.element("input", {
		type: "search", placeholder: "Name, team, domain, language", "aria-label": "Filter repositories",
		on: { input: () => set("text", box.value.trim()) },
	});

	function set(key, value) {
		const question = asked();
		if (value === "") question.delete(key);
		else question.set(key, value);
		if (key === "standard" && value === "") for (const more of ["outcome", "was"]) question.delete(more);
		if (key === "stopped" && value === "") question.delete("stop");
		if (key === "met" && value === "") question.delete("course");
		if (key === "at" && value === "") question.delete("seen");
		most = PAGE;
		ask(question);
	}

	function choice(label, key, options) {
		const select = waylint.element("select", { "aria-label": label, "data-key": key, on: { change: () => set(key, select.value) } },
			waylint.element("option", { value: "" }, label),
			options.map(([value, text]) => waylint.element("option", { value }, text)));
		return select;
	}

	const distinct = (field) => [...new Set(rows.map((one) => one[field]))].filter(Boolean).sort().map((value) => [value, value]);
	const selects = [
		choice("Team", "owner", distinct("owner")),
		choice("Standard", "standard", data.standards.map((standard) => [standard.id, standard.title])),
		choice("Outcome", "outcome", [["pass", "met"], ["fail", "not met"], ["fixable", "not met, mended by safe fixes"], ["waived", "waived"],
			["not-applicable", "not applicable"], ["unmeasured", "unmeasured"], ["error", "error"]]),
		choice("Tier", "tier", [["0", "no tier"], ...data.tiers.map((name, at) => [String(at + 1), name])]),
		choice("Stops at", "stopped", steps.map((at) => [data.standards[at].id, data.standards[at].title])),
	];

	const COLUMNS = [
		["repository", "name", false], ["team", "owner", false], ["tier", "tier", false], ["met", "met", true], ["not met", "failed", true],
		["blocking", "blocking", true], ["stops at", "stopped", false], ["outcome", "outcome", false],
	];
	const heads = COLUMNS.map(([text, field, number]) => {
		const head = waylint.element("th", { scope: "col", class: number ? "number" : null },
			waylint.element("button", { type: "button", on: { click: () => sort(field, number) } }, text));
		head.dataset.field = field;
		return head;
	});

	function sort(field, number) {
		order = { field, sign: order.field === field ? -order.sign : number ? -1 : 1 };
		show();
	}

	function cells(one, standard) {
		const slug = teams.get(one.owner);
		const owner = slug ? waylint.element("a", { href: `team/${slug}.html` }, waylint.said(one.owner)) : waylint.said(one.owner);
		const name = waylint.element("th", { scope: "row" },
			waylint.element("a", { href: waylint.repository(one.name) }, waylint.said(one.name)));
		if (!audited(one)) {
			return [name, waylint.element("td", {}, owner), waylint.element("td", { colspan: 6 }, `not audited: ${one.status}`)];
		}
		const share = one.applies === 0 ? "none" : `${one.met} of ${one.applies}`;
		return [
			name,
			waylint.element("td", {}, owner),
			waylint.element("td", {}, one.tier ? data.tiers[one.tier - 1] : "no tier"),
			waylint.element("td", { class: "number" }, share),
			waylint.element("td", { class: "number" }, one.failed),
			waylint.element("td", { class: "number" }, one.blocking),
			waylint.element("td", {}, one.stopped === null ? "–" : data.standards[one.stopped].title),
			waylint.element("td", {}, standard === undefined ? "" : waylint.outcome(said(one)[standard])),
		];
	}

	/** Loads what a question needs besides: how all stood in another run, how it went by a standard. */
	async function needed(question) {
		const files = [];
		if (question.has("at") && data.runs[question.get("at")]) files.push(`run/${question.get("at")}`);
		if (question.has("met") && index.has(question.get("met"))) files.push(`course/${fileName(question.get("met"))}`);
		await Promise.all(files.map((file) => waylint.load(file)));
		return files.find((file) => file.startsWith("run/"));
	}

	async function show() {
		const question = asked();
		let run;
		try { run = await needed(question); } catch (error) { summary.textContent = error.message; return; }
		then = run === undefined ? null : waylint.known.get(run);
		const tests = [...question].map(([key, value]) => TESTS[key]?.(value, question)).filter(Boolean);
		const standard = index.get(question.get("standard") ?? question.get("stopped"));
		const found = rows.filter((one) => tests.every((test) => test(one)));
		const key = order.field === "outcome" ? (one) => said(one)[standard] ?? "" : (one) => one[order.field] ?? -1;
		found.sort((a, b) => order.sign * waylint.tables.compare(key(a), key(b)) || waylint.tables.compare(a.name, b.name));
		body.replaceChildren(...found.slice(0, most).map((one) => waylint.element("tr", {}, cells(one, standard))));
		summary.dataset.asked = location.hash.slice(1);
		summary.textContent = `${found.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")} repositories`;
		more.hidden = found.length <= most;
		more.textContent = `Show more of the ${(found.length - most).toLocaleString("en")} others`;
		for (const head of heads) {
			head.setAttribute("aria-sort", head.dataset.field === order.field ? (order.sign > 0 ? "ascending" : "descending") : "none");
			head.hidden = head.dataset.field === "outcome" && standard === undefined;
		}
		chips.replaceChildren(...[...question].filter(([key]) => SAYINGS[key]).map(([key, value]) =>
			waylint.element("button", { type: "button", class: "plain chip", "aria-label": `Remove: ${SAYINGS[key](value, question)}`, on: { click: () => set(key, "") } },
				waylint.said(SAYINGS[key](value, question)), waylint.element("span", { "aria-hidden": "true" }, "×"))));
		for (const select of selects) select.value = question.get(select.dataset.key) ?? "";
		if (document.activeElement !== box) box.value = question.get("text") ?? "";
	}

	place.append(
		waylint.element("div", { class: "controls" }, box, selects),
		chips,
		summary,
		waylint.element("div", { class: "wide" }, waylint.element("table", { id: "repositories" },
			waylint.element("thead", {}, waylint.element("tr", {}, heads)), body)),
		more,
	);
	addEventListener("hashchange", show);
	show();
})();
