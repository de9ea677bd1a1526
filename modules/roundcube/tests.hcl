# Not tried: no image registry could be reached. Without a mailbox nobody signs
# in, so what the tests see is the door and the database.

test "sign-in page" {
  request {
    path = "/?_task=login"
  }
  expect {
    status   = 200
    contains = "rcmloginuser"
  }
}

test "configuration and logs are out of reach" {
  request {
    path   = "/config/config.inc.php"
    follow = false
  }
  expect {
    absent = "db_dsnw"
  }
}

test "a wrong password is refused" {
  step {
    request {
      path = "/?_task=login"
    }
    expect {
      status = 200
    }
    capture "token" {
      regex = "name=\"_token\" value=\"([^\"]+)\""
    }
  }
  step {
    request {
      method  = "POST"
      path    = "/?_task=login"
      headers = { "Content-Type" = "application/x-www-form-urlencoded" }
      body    = "_token=${urlencode(capture.token)}&_task=login&_action=login&_timezone=UTC&_url=&_user=nobody&_pass=wrong"
    }
    expect {
      contains = "rcmloginuser"
      within   = "30s"
    }
  }
}

test "the tables are there and survive" {
  write {
    exec {
      container = "app"
      command   = ["php", "-r", "$e='getenv'; $d=new PDO('pgsql:host='.$e('ROUNDCUBEMAIL_DB_HOST').';dbname='.$e('ROUNDCUBEMAIL_DB_NAME'),$e('ROUNDCUBEMAIL_DB_USER'),$e('ROUNDCUBEMAIL_DB_PASSWORD'),[PDO::ATTR_ERRMODE=>PDO::ERRMODE_EXCEPTION]); $d->exec(\"DELETE FROM system WHERE name='chatiere-kept'\"); $d->exec(\"INSERT INTO system (name,value) VALUES ('chatiere-kept','bonjour')\");"]
    }
  }
  read {
    exec {
      container = "app"
      command   = ["php", "-r", "$e='getenv'; $d=new PDO('pgsql:host='.$e('ROUNDCUBEMAIL_DB_HOST').';dbname='.$e('ROUNDCUBEMAIL_DB_NAME'),$e('ROUNDCUBEMAIL_DB_USER'),$e('ROUNDCUBEMAIL_DB_PASSWORD'),[PDO::ATTR_ERRMODE=>PDO::ERRMODE_EXCEPTION]); echo $d->query(\"SELECT value FROM system WHERE name='chatiere-kept'\")->fetchColumn();"]
      contains  = "bonjour"
    }
  }
}
