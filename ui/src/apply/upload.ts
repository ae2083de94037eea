import { apiBase, idempotencyKey, isFault, OfflineError, ownHeaders, refusal, type Schemas } from '../api/client'

type Document = Schemas['Document']

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Upload {
  path: string
  file: File
  key: string
  onProgress: (percent: number) => void
}

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
function attempt({ path, file, key, onProgress }: Upload): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('field', path)
    body.append('file', file, file.name)
    request.open('POST', `${apiBase()}/portal/case/documents`)
    for (const [name, value] of Object.entries({ ...ownHeaders(), 'Idempotency-Key': key })) request.setRequestHeader(name, value)
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(Math.round((e.loaded / e.total) * 100))
    request.onerror = () => reject(new OfflineError('no answer'))
    request.onload = () => {
      const answer = read(request.responseText)
      if (request.status === 201 || request.status === 200) resolve(answer as Document)
      else reject(isFault(answer) ? refusal(answer, request.status) : new OfflineError(`status ${request.status}`))
    }
    request.send(body)
  })
}

const tries = 3

/** Sends a file; without an answer it tries again under the same key, so that it arrives once. */
export async function upload(path: string, file: File, onProgress: (percent: number) => void): Promise<Document> {
  const one = { path, file, key: idempotencyKey(), onProgress }
  for (let i = 1; ; i++) {
    try {
      return await attempt(one)
    } catch (e) {
      if (!(e instanceof OfflineError) || i === tries) throw e
      await new Promise((done) => setTimeout(done, 1000 * 2 ** i))
    }
  }
}
