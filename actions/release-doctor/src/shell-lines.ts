/** Commands in `run:` texts, as far as a line shows them. */
export { type Command, operands, shellCommands as commands } from '@release-train/workflows';
