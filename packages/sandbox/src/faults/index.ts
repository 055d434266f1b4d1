/** Faults on order, for every server of the sandbox. */
export type { Effect, Fault, Harm, RequestFacts, Route } from './fault.ts';
export { FaultDesk, type SeenRequest } from './fault-desk.ts';
export { faultGate } from './fault-gate.ts';
export * from './harms.ts';
export { type HealthyApp, startHealthyApp } from './healthy-app.ts';
