import { type ParsedWorkflow, parseWorkflow } from '@release-train/workflows';
import type { RepositoryFiles } from './repository-files.ts';

/** The workflows of a commit; a commit is asked for its folder once, and a folder parsed once. */
export interface WorkflowCatalog {
  at(files: RepositoryFiles, commit: string): Promise<readonly ParsedWorkflow[]>;
}

export function createWorkflowCatalog(): WorkflowCatalog {
  const known = new Map<string, Promise<readonly ParsedWorkflow[]>>();
  const trees = new Map<string, string>();
  const read = async (files: RepositoryFiles, tree: string) =>
    Promise.all((await files.workflowFiles(tree)).map(parseWorkflow));
  return {
    at: async (files, commit) => {
      const tree = trees.get(commit) ?? (await files.workflowTree(commit));
      if (!tree) return [];
      trees.set(commit, tree);
      const workflows = known.get(tree) ?? read(files, tree);
      known.set(tree, workflows);
      return workflows;
    },
  };
}
