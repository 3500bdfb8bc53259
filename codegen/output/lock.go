// SPDX-License-Identifier: Apache-2.0

package output

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// lock keeps other runs out of the roots until the returned function is called. Each root has a lock file of its own in
// the folder for temporary files, so that nothing is left in the user's tree; the operating system lets go of the locks
// when the process ends, however it ends. Roots are locked in order, so that two runs never wait for each other.
func lock(ctx context.Context, roots []string) (unlock func(), err error) {
	var held []*os.File
	unlock = func() {
		for _, file := range held {
			// Closing lets go of the lock; there is nothing to lose.
			_ = file.Close()
		}
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(roots)))
	for _, root := range sorted {
		file, err := lockOne(ctx, root)
		if err != nil {
			unlock()
			return nil, err
		}
		held = append(held, file)
	}
	return unlock, nil
}

// pause is how long to wait before a lock is tried again.
const pause = 20 * time.Millisecond

func lockOne(ctx context.Context, root string) (*os.File, error) {
	sum := sha256.Sum256([]byte(root))
	name := filepath.Join(os.TempDir(), fmt.Sprintf("versioned-gen-%d-%s.lock", os.Getuid(), hex.EncodeToString(sum[:8])))
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w; set TMPDIR to a folder that can be written to", root, err)
	}
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return file, nil
		case !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR):
			return nil, errors.Join(fmt.Errorf("lock %s: %w", root, err), file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("another run is writing to %s: %w", strings.TrimSpace(root), ctx.Err()), file.Close())
		case <-time.After(pause):
		}
	}
}
