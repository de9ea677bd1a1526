// Accounts through PeerTube's own interface for programs. Passwords come on
// standard input or from the environment. Not tried: written from its
// documentation.
import { readFileSync } from 'node:fs'

const agent = 'chatiere'
const [, , task, name = '', address = ''] = process.argv
const server = task === 'first' ? name : 'http://127.0.0.1:9000'
const password = ['create', 'reset'].includes(task) ? readFileSync(0, 'utf8').trim() : ''
let token = ''

async function ask (method, path, body) {
  const headers = token === '' ? {} : { Authorization: 'Bearer ' + token }
  if (body !== undefined && !(body instanceof URLSearchParams)) headers['Content-Type'] = 'application/json'
  const sent = body === undefined || body instanceof URLSearchParams ? body : JSON.stringify(body)
  const answer = await fetch(server + '/api/v1' + path, { method, headers, body: sent })
  const text = await answer.text()
  if (!answer.ok) throw new Error('the server says ' + answer.status + ': ' + text)
  return text === '' ? {} : JSON.parse(text)
}

async function signIn (username, word) {
  const client = await ask('GET', '/oauth-clients/local')
  const words = { client_id: client.client_id, client_secret: client.client_secret, grant_type: 'password', response_type: 'code', username, password: word }
  token = (await ask('POST', '/users/token', new URLSearchParams(words))).access_token
}

async function users () {
  const found = []
  for (let start = 0, total = 1; start < total; start += 100) {
    const page = await ask('GET', '/users?count=100&sort=createdAt&start=' + start)
    total = page.total
    found.push(...page.data)
  }
  return found
}

async function number () {
  const found = (await users()).find(user => user.username === name)
  if (found === undefined) throw new Error('no account ' + name)
  return found.id
}

// Administrators have the role 0, people the role 2.
async function first () {
  try {
    await signIn(agent, process.env.AGENT_PASSWORD)
    return
  } catch {
    token = ''
  }
  await signIn('root', process.env.PT_INITIAL_ROOT_PASSWORD)
  await ask('POST', '/users', { username: agent, password: process.env.AGENT_PASSWORD, email: process.env.AGENT_ADDRESS, role: 0, videoQuota: 0, videoQuotaDaily: 0 })
}

const tasks = {
  create: () => ask('POST', '/users', { username: name, password, email: address, role: 2 }),
  list: async () => console.log((await users()).map(user => user.username).filter(user => user !== agent).join('\n')),
  count: async () => console.log((await users()).length - 1),
  reset: async () => ask('PUT', '/users/' + await number(), { password }),
  close: async () => ask('POST', '/users/' + await number() + '/block', { reason: '' }),
  open: async () => ask('POST', '/users/' + await number() + '/unblock'),
  erase: async () => ask('DELETE', '/users/' + await number())
}

try {
  if (task === 'first') {
    await first()
  } else if (task in tasks) {
    await signIn(agent, process.env.AGENT_PASSWORD)
    await tasks[task]()
    await ask('POST', '/users/revoke-token')
  } else {
    throw new Error('not known: ' + task)
  }
} catch (wrong) {
  console.error('account: ' + wrong.message)
  process.exit(1)
}
