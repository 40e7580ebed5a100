/** May a sign-in open the browser? Only for a user's action or a client that waits; never for a timer. */
export type Asker = 'user' | 'nobody'
