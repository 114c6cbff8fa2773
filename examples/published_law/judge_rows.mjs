// Judges rows of returned goods with the published law: Node alone, no package.
//
//     retax publish js -o law.mjs
//     node examples/published_law/judge_rows.mjs law.mjs examples/data/ten_parcels.csv 2026-08-01
//
// The headings and words may be those of any table retax reads: 退运原因 and 滞销, reason and unsold.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [module, file, as_of] = process.argv.slice(2);
const { judge, readFacts, Refused } = await import(pathToFileURL(resolve(module)));

const [headings, ...rows] = readFileSync(file, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));

for (const cells of rows) {
    const row = Object.fromEntries(headings.map((heading, at) => [heading, cells[at]]));
    try {
        const answer = judge(readFacts(row), { as_of, lang: "en" });
        const steps = [...answer.asks.map((ask) => ask.question), ...answer.actions.map((action) => action.words)];
        console.log([cells[0], answer.status, ...steps].join(" | "));
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        console.log([cells[0], "refused", ...error.refusals.map((refusal) => refusal.en)].join(" | "));
    }
}
