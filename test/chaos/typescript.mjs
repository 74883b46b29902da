// Preloaded with `node --import`: lets Node run the TypeScript of these tests as it is, without a build of its own.
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
