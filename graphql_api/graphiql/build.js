// Bundles GraphiQL into ../static/graphql_api/graphiql/ and writes down what is in the bundle, with the licenses.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const target = "../static/graphql_api/graphiql";

const { metafile } = await build({
  entryPoints: { graphiql: "main.jsx" },
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2021",
  jsx: "automatic",
  charset: "utf8",
  legalComments: "none", // Every license stands whole in LICENSES.txt.
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".woff2": "dataurl", ".woff": "dataurl", ".ttf": "dataurl", ".svg": "dataurl" },
  metafile: true,
  logLevel: "info",
});

const packages = new Map();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/);
  if (found && existsSync(`${found[0]}/package.json`)) {
    const { name, version, license, author } = JSON.parse(readFileSync(`${found[0]}/package.json`));
    packages.set(`${name} ${version}`, { license, author: author?.name ?? author, folder: found[0] });
  }
}
const mit = readFileSync("node_modules/react/LICENSE", "utf8").trim();
const names = [...packages.keys()].sort();
const texts = names.map((name) => {
  const { license, author, folder } = packages.get(name);
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file && license !== "MIT") throw new Error(`${name} has no text of its license, ${license}`);
  // Some packages name the MIT license without enclosing it; the text is the same in all that do.
  const text = file
    ? readFileSync(`${folder}/${file}`, "utf8").trim()
    : mit.replace(/Copyright.*/, `Copyright (c) ${author ?? `the authors of ${name}`}`);
  return `${name} (${license})\n${"-".repeat(70)}\n${text}\n`;
});
writeFileSync(
  `${target}/LICENSES.txt`,
  `graphiql.js and graphiql.css are made of these packages:\n\n` +
    names.map((name) => `${name} (${packages.get(name).license})\n`).join("") +
    `\n\n${texts.join("\n\n")}`,
);
