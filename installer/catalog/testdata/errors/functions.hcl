container "worker" {
  image  = "docker.io/library/sample:1.0"
  memory = "64MiB"
  env = {
    FILE  = file("/etc/passwd")                       # ERROR: Unknown function
    HOME  = env("HOME")                               # ERROR: Unknown function
    NOW   = timestamp()                               # ERROR: Unknown function
    ID    = uuid()                                    # ERROR: Unknown function
    MD5   = md5("x")                                  # ERROR: Unknown function
    GLOB  = fileset(".", "*")                         # ERROR: Unknown function
    TITEL = titel("x")                                # ERROR: Unknown function
    TMPL  = templatefile("files/missing.tmpl", {})    # ERROR: File not found
    LINK  = templatefile("/etc/passwd", {})           # ERROR: File outside the module
    DEEP  = lower(upper(trim(replce("a", "b", "c")))) # ERROR: Unknown function
  }
  health {
    command = ["true"]
  }
}
