import type { Reason } from './verdict.ts';

/** What to do about a reason, for people. */
export const hints: Readonly<Record<Reason, string>> = {
  clean: '',
  errors: 'See the first bad answer above and the log of the application since the deploy.',
  'errors-recovered':
    'It is over, but users saw it: look into the log of the application at that time.',
  'old-revision':
    'The deploy is not complete: check that the deployment is live on every replica, or raise input "grace" if the cut-over takes longer.',
  'old-revision-gone': 'The cut-over took longer than input "grace": raise it if that is normal.',
  latency: 'Raise input "max-latency-p95" if this is acceptable.',
  'not-attributable':
    'Check the network of the runner, the control address, and whether the application limits the rate of probes.',
  'too-few-outcomes': 'Lengthen input "window" or shorten input "interval".',
  'revision-unproven':
    'Unknown is not new: check that every answer shows its revision as input "revision-from" says.',
  'error-rate-unclear': 'Lengthen input "window", so that more probes decide.',
  cancelled: 'The job was cancelled: nothing is proven.',
  crashed:
    'See the log of that service since the deploy: Railway starts a process again up to 10 times before it calls it crashed.',
  'crash-recovered': 'The service runs again: look into its log at that time.',
  'traffic-errors':
    'Real requests fail more often than they did before the deploy: look for the paths in the HTTP log of the deployment on Railway.',
  'log-errors':
    'The deployment writes lines of input "log-error-pattern" more often than the one before: see them in its log, or name those that are fine in "log-ignore-pattern".',
  removed: 'Somebody or something removed the deployment on Railway: deploy the commit again.',
  'deploy-failed': 'See the build and deploy log on Railway; the release before it still serves.',
  superseded: 'The newer deployment has a watch of its own.',
  'not-deployed':
    'Check that pushes deploy on Railway (service settings, Source), input "services" and input "commit"; with "Wait for CI" start this workflow by deployment_status.',
  'railway-unseen':
    'Railway did not show these deployments alone and active before and after the window: look at the environment, and run the job again.',
  'being-watched': '',
  'rollback-resumed':
    'A run before this one was cut off while it rolled back: see what was done above.',
  unchanged: '',
  'nothing-deployed': '',
};
