// Judges cases with a published module: a case a line in, its answer or what is refused a line out.

import { pathToFileURL } from "node:url";

const { judge, Refused } = await import(pathToFileURL(process.argv[2]));

function judged(line) {
    const { facts, options } = JSON.parse(line);
    try {
        return `${JSON.stringify({ answer: judge(facts, options) })}\n`;
    } catch (error) {
        if (!(error instanceof Refused)) {
            throw error;
        }
        const refusals = error.refusals.map(({ code, field, zh, en }) => [code, field, zh, en]);
        return `${JSON.stringify({ refusals })}\n`;
    }
}

let begun = "";
process.stdin.setEncoding("utf8");
for await (const some of process.stdin) {
    const lines = `${begun}${some}`.split("\n");
    begun = lines.pop();
    process.stdout.write(lines.map(judged).join(""));
}
