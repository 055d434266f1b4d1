/** The half of the adapter that reads variables, and of secrets their names. */
import type { Octokit } from '@release-train/github/client';
import type { Live } from './live.ts';
import { listOf, type Place } from './live-pages.ts';

type Names = Pick<
  Live,
  'variables' | 'secretNames' | 'environmentVariables' | 'environmentSecrets'
>;

/** A repository's own variable goes before the organization's of the same name. */
export function namesOf({ rest }: Octokit, place: Place): Names {
  return {
    variables: async () => {
      const shared = await listOf(
        4,
        async (page) => {
          const { data } = await rest.actions.listRepoOrganizationVariables({ ...place, ...page });
          return { items: data.variables, total: data.total_count };
        },
        30,
      );
      const own = await listOf(
        4,
        async (page) => {
          const { data } = await rest.actions.listRepoVariables({ ...place, ...page });
          return { items: data.variables, total: data.total_count };
        },
        30,
      );
      return new Map([...shared, ...own].map(({ name, value }) => [name, value]));
    },
    secretNames: async () => {
      const shared = await listOf(2, async (page) => {
        const { data } = await rest.actions.listRepoOrganizationSecrets({ ...place, ...page });
        return { items: data.secrets, total: data.total_count };
      });
      const own = await listOf(2, async (page) => {
        const { data } = await rest.actions.listRepoSecrets({ ...place, ...page });
        return { items: data.secrets, total: data.total_count };
      });
      return [...new Set([...shared, ...own].map(({ name }) => name))];
    },
    environmentVariables: (environment_name) =>
      listOf(
        4,
        async (page) => {
          const query = { ...place, ...page, environment_name };
          const { data } = await rest.actions.listEnvironmentVariables(query);
          return { items: data.variables.map(({ name }) => name), total: data.total_count };
        },
        30,
      ),
    environmentSecrets: (environment_name) =>
      listOf(2, async (page) => {
        const query = { ...place, ...page, environment_name };
        const { data } = await rest.actions.listEnvironmentSecrets(query);
        return { items: data.secrets.map(({ name }) => name), total: data.total_count };
      }),
  };
}
