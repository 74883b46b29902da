// `node --require`: writes which OpenTelemetry packages a process has loaded by the time it ends, into the file named LOADED_MODULES.
const { writeFileSync } = require('node:fs');
process.on('exit', () => {
  const packages = Object.keys(require.cache).flatMap((file) => /@opentelemetry\/[^/]+/.exec(file) ?? []);
  writeFileSync(process.env.LOADED_MODULES, JSON.stringify([...new Set(packages)].sort()));
});
