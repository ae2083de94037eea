import apply from './apply.json'
import common from './common.json'
import fault from './fault.json'

/** What the applicant's screens say in this language, as one file to download. */
export const texts = { common, apply, fault }
