// Planted bug: work that a process could not do, or did not live to do, is never taken up again.
import 'reflect-metadata';
import { Outbox } from '../../../apps/orchestrator/dist/effects/outbox.js';

Outbox.prototype.claim = async () => [];
