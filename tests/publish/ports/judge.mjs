// Judges cases with a published module: a case a line in, its answer or what is refused a line out.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { judge, Refused } = await import(pathToFileURL(process.argv[2]));

for await (const line of createInterface({ input: process.stdin })) {
    const { facts, options } = JSON.parse(line);
    try {
        process.stdout.write(`${JSON.stringify({ answer: judge(facts, options) })}\n`);
    } catch (error) {
        if (!(error instanceof Refused)) {
            throw error;
        }
        const refusals = error.refusals.map(({ code, field, zh, en }) => [code, field, zh, en]);
        process.stdout.write(`${JSON.stringify({ refusals })}\n`);
    }
}
