package engine

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
)

// Exec runs a command in a running container as its user and returns its exit
// code. Any of the three streams may be nil. When ctx ends the streams are
// closed; the command may go on, since the engine has no way to end it.
func (e *Engine) Exec(ctx context.Context, id string, command []string, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	created, err := e.docker.ContainerExecCreate(ctx, id, container.ExecOptions{
		Cmd: command, AttachStdin: stdin != nil, AttachStdout: true, AttachStderr: true,
	})
	if err != nil {
		return 0, fmt.Errorf("exec: %w", err)
	}
	attached, err := e.docker.ContainerExecAttach(ctx, created.ID, container.ExecAttachOptions{})
	if err != nil {
		return 0, fmt.Errorf("exec: %w", err)
	}
	defer attached.Close()
	defer context.AfterFunc(ctx, attached.Close)()
	if stdin != nil {
		go feed(attached, stdin)
	}
	if err := demultiplex(attached.Reader, stdout, stderr); err != nil {
		return 0, fmt.Errorf("exec: %w", errors.Join(ctx.Err(), err))
	}
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	ended, err := e.docker.ContainerExecInspect(ctx, created.ID)
	if err != nil {
		return 0, fmt.Errorf("exec: %w", err)
	}
	return ended.ExitCode, nil
}

// feed ends by itself: a write to a closed connection fails. A command that
// doesn't read its input to the end is no fault of ours.
func feed(attached types.HijackedResponse, stdin io.Reader) {
	io.Copy(attached.Conn, stdin)
	attached.CloseWrite()
}

// Logs gives the last lines that a container wrote, both streams together,
// with secrets removed.
func (e *Engine) Logs(ctx context.Context, id string, lines int) (string, error) {
	stream, err := e.docker.ContainerLogs(ctx, id, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Tail: strconv.Itoa(lines),
	})
	if err != nil {
		return "", fmt.Errorf("read the log: %w", err)
	}
	defer stream.Close()
	last := &tail{limit: lines}
	if err := demultiplex(stream, last, last); err != nil {
		return "", fmt.Errorf("read the log: %w", err)
	}
	return e.redact(last.String()), nil
}

// demultiplex parts the two streams of a container without a terminal: each
// piece is led by its stream's number and its length.
func demultiplex(stream io.Reader, stdout, stderr io.Writer) error {
	var header [8]byte
	for {
		_, err := io.ReadFull(stream, header[:])
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		to := stdout
		if header[0] == 2 {
			to = stderr
		}
		if to == nil {
			to = io.Discard
		}
		if _, err := io.CopyN(to, stream, int64(binary.BigEndian.Uint32(header[4:]))); err != nil {
			return err
		}
	}
}
