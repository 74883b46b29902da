// Takes out of a CycloneDX document what differs from one run to the next: standard input to standard output.
import { text } from 'node:stream/consumers';

const { serialNumber: _serialNumber, ...document } = JSON.parse(await text(process.stdin));
delete document.metadata.timestamp;
process.stdout.write(`${JSON.stringify(document)}\n`);
