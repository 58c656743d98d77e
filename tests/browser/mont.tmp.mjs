import { chromium } from 'playwright-core';
const b = await chromium.launch({executablePath:'/usr/bin/chromium',headless:true,args:['--no-sandbox','--disable-gpu','--allow-file-access-from-files']});
const [,, mode, out, h, ...names] = process.argv;
const p = await b.newPage({viewport:{width: mode==='phone'?380*names.length:1280*names.length/2|0, height:+h}});
import {writeFileSync} from 'fs';
const w = mode==='phone'?360:640;
writeFileSync('/tmp/m/x.html', '<body style="margin:0;background:#888;display:flex;gap:10px;align-items:flex-start">'+names.map(n=>`<img width=${w} src="file:///work/main/tests/browser/shots/${n}.png">`).join(''));
await p.goto('file:///tmp/m/x.html'); await p.screenshot({path:'/tmp/m/'+out+'.png'}); await b.close();
