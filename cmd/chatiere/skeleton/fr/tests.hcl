# Un test utilise le service comme le font les personnes hébergées.
test "la page répond" {
  request {
    path = "/"
  }
  expect {
    status   = 200
    contains = "<<.Name>>"
  }
}

# write passe avant une sauvegarde, read après la restauration.
test "ce qui est écrit revient" {
  write {
    exec {
      container = "app"
      command   = ["sh", "-c", "echo bonjour > /srv/data/mot"]
    }
  }
  read {
    exec {
      container = "app"
      command   = ["cat", "/srv/data/mot"]
      contains  = "bonjour"
    }
  }
}
