/** What a token needs to be told something, in the words of a finding. */
const NEVER_OF_A_RUN = ', which the token of a run never has';
export const ACTIONS = 'the permission `actions: read`';
export const CONTENTS = 'the permission `contents: read`';
export const ADMINISTRATION = `the permission "Administration" (read)${NEVER_OF_A_RUN}`;
export const METADATA = 'the permission "Metadata" (read)';
export const VARIABLES = `the permission "Variables" (read)${NEVER_OF_A_RUN}`;
export const SECRETS = `the permission "Secrets" (read)${NEVER_OF_A_RUN}`;
export const ENVIRONMENTS = `the permission "Environments" (read)${NEVER_OF_A_RUN}`;
export const DEPLOYMENTS = 'the permission `deployments: read`';
