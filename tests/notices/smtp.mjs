// smtp.mjs: a small SMTP server for tests: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA, and on demand every way to fail.
import net from 'node:net';
import tls from 'node:tls';

/* how(rcpt, time): what to do with this recipient the nth time she is named: 'ok' '451' '550' '451-end' '550-end' 'drop-rcpt' 'drop-data' 'drop-end' 'hang-rcpt' 'hang-end' */
export function smtpServer({ how = () => 'ok', secure, user, password } = {}) {
  const mails = [], times = new Map(), sockets = new Set(), seen = { connections: 0, starttls: 0, auth: 0, plainAuth: 0, hanging: 0 };
  const state = { how };

  function talk(socket, encrypted) {
    let text = '', data = null, rcpt, plan, authorised = false, awaited = false;
    const say = line => socket.writable && socket.write(line + '\r\n');
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    function end() {
      const mail = data;
      data = null;
      if (plan === 'drop-end') { mails.push({ rcpt, text: mail, accepted: false }); socket.destroy(); return; }
      if (plan === 'hang-end') { mails.push({ rcpt, text: mail, accepted: false }); seen.hanging++; return; }
      if (plan === '451-end') return say('451 try again later');
      if (plan === '550-end') return say('550 not here');
      mails.push({ rcpt, text: mail, accepted: true, encrypted });
      say('250 taken');
    }
    function signIn(code) {
      const words = Buffer.from(code, 'base64').toString().split('\0');
      seen.auth++;
      if (!encrypted) seen.plainAuth++;
      authorised = words[1] === user && words[2] === password;
      say(authorised ? '235 welcome' : '535 no');
    }
    function command(line) {
      if (awaited) { awaited = false; return signIn(line); }
      const verb = line.split(' ')[0].toUpperCase();
      if (verb === 'EHLO') { say('250-sink'); if (secure && !encrypted) say('250-STARTTLS'); if (user) say('250-AUTH PLAIN'); return say('250 8BITMIME'); }
      if (verb === 'STARTTLS' && secure) {
        seen.starttls++;
        say('220 go');
        socket.removeAllListeners('data');
        return talk(new tls.TLSSocket(socket, { isServer: true, ...secure }), true);
      }
      if (verb === 'AUTH') {
        if (!line.split(' ')[2]) { awaited = true; return say('334 '); }
        return signIn(line.split(' ')[2]);
      }
      if (verb === 'MAIL') return say(user && !authorised ? '530 sign in first' : '250 ok');
      if (verb === 'RCPT') {
        rcpt = line.match(/<(.*)>/)[1];
        times.set(rcpt, (times.get(rcpt) ?? 0) + 1);
        plan = state.how(rcpt, times.get(rcpt));
        if (plan === 'drop-rcpt') return socket.destroy();
        if (plan === 'hang-rcpt') { seen.hanging++; return; }
        if (plan === '451' || plan === '550') return say(plan + ' <' + rcpt + '> no');
        return say('250 ok');
      }
      if (verb === 'DATA') { if (plan === 'drop-data') return socket.destroy(); data = ''; return say('354 go on'); }
      if (verb === 'QUIT') { say('221 bye'); return socket.end(); }
      if (verb === 'RSET' || verb === 'NOOP') return say('250 ok');
      say('500 what');
    }
    socket.on('data', bytes => {
      text += bytes.toString('latin1');
      for (;;) {
        if (data !== null) {
          const at = (data + text).indexOf('\r\n.\r\n');
          if (at < 0) { data += text; text = ''; return; }
          const all = data + text;
          data = all.slice(0, at);
          text = all.slice(at + 5);
          end();
        } else {
          const at = text.indexOf('\r\n');
          if (at < 0) return;
          const line = text.slice(0, at);
          text = text.slice(at + 2);
          command(line);
        }
      }
    });
  }
  const server = net.createServer(socket => { seen.connections++; talk(socket, false); socket.write('220 sink\r\n'); });
  return {
    mails, seen, state, times,
    accepted: rcpt => mails.filter(mail => mail.accepted && mail.rcpt === rcpt),
    listen: (port = 0) => new Promise(done => server.listen(port, '127.0.0.1', () => done(server.address().port))),
    close: () => new Promise(done => { for (const socket of sockets) socket.destroy(); server.close(done); }),
  };
}

export const header = (mail, name) => (mail.text.match(new RegExp('^' + name + ': (.*)$', 'mi')) ?? [])[1]?.trim();
export const words = mail => Buffer.from(mail.text.split('\r\n\r\n').slice(1).join(''), 'base64').toString('utf8');
