export const departments = ['Books', 'Games'];
