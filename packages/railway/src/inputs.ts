/** The inputs by which an action is told where on Railway to look, spelled once. */
import { choice, type InputSpec, List, Text, Url } from '@release-train/action-kit';

export const railwayInputs = {
  'token-type': {
    type: choice('auto', 'project', 'account'),
    description: 'Type of the token; auto finds out. account also means a workspace token.',
    default: 'auto',
  },
  project: {
    type: Text,
    description: 'Name or id of the project. Not needed with a project token.',
  },
  services: { type: List, description: 'Names or ids of the services.' },
  'api-url': {
    type: Url,
    description:
      'Address of the Railway API. Empty: the variable RAILWAY_API_URL, else https://backboard.railway.com/graphql/v2.',
  },
} as const satisfies Record<string, InputSpec>;
