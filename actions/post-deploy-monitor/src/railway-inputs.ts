/** What a Railway token adds: waiting, proof of what serves, logs. */
import {
  choice,
  Duration,
  type InputSpec,
  inputType,
  List,
  Text,
  Url,
} from '@release-train/action-kit';

const Pattern = inputType(
  'a regular expression, such as ERROR|panic',
  (text): RegExp => new RegExp(text),
);

export const railwayInputs = {
  'railway-token': {
    type: Text,
    secret: true,
    description:
      'Railway token; a project token is enough. With it the step waits by itself until the commit is live on every service, proves by Railway what serves, and counts a crashed service as broken.',
  },
  'token-type': {
    type: choice('auto', 'project', 'account'),
    default: 'auto',
    description: 'Type of the token; auto finds out. account also means a workspace token.',
  },
  project: {
    type: Text,
    needs: 'railway-token',
    description: 'Name or id of the Railway project. Not needed with a project token.',
  },
  environment: {
    type: Text,
    needs: 'railway-token',
    description: 'Name or id of the Railway environment. Not needed with a project token.',
  },
  services: {
    type: List,
    needs: 'railway-token',
    description:
      'Names or ids of the services that make up the release. Empty: every service that deploys this repository and branch.',
  },
  'deploy-timeout': {
    type: Duration,
    default: '20m',
    description:
      'How long the commit may take to be live on Railway, or with `expect-revision` to answer; the grace starts then.',
  },
  'api-url': {
    type: Url,
    needs: 'railway-token',
    description:
      'Address of the Railway API. Empty: the variable RAILWAY_API_URL, else https://backboard.railway.com/graphql/v2.',
  },
  'log-error-pattern': {
    type: Pattern,
    needs: 'railway-token',
    description:
      'Lines of the services that count against the release, compared with the deployment before; at most `degraded`.',
  },
  'log-ignore-pattern': {
    type: Pattern,
    needs: 'log-error-pattern',
    description: 'Lines that do not, although `log-error-pattern` matches them.',
  },
} as const satisfies Record<string, InputSpec>;
