package document

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"

	"github.com/esteira/esteira/schemas/fault"
)

const (
	maxPixels = 50_000_000
	quality   = 90
)

// turning bounds how many photographs are decoded at once: one of 50 MP takes 400 MB while it is turned.
var turning = make(chan struct{}, 2)

var errCut = errors.New("the file ends too early")

// measure checks the size that an image claims, before anything is decoded, and whether it is large enough.
func measure(config image.Config, r Rules) error {
	if config.Width <= 0 || config.Height <= 0 {
		return broken(errors.New("no size"))
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return fault.New(fault.Invalid, "file_bomb")
	}
	if min(config.Width, config.Height) < r.MinShortSide {
		return fault.New(fault.Invalid, "image_small").With("n", r.MinShortSide)
	}
	return nil
}

// picture is an image without its metadata, and how it is to be turned.
type picture struct {
	content     []byte
	config      image.Config
	orientation int // EXIF: 1 is upright
}

// file returns the picture upright. Turning costs a decode, so that most, which need none, are quick.
func (p picture) file(encode func(*bytes.Buffer, image.Image) error) (File, error) {
	if p.orientation <= 1 || p.orientation > 8 {
		return File{Content: p.content, Width: p.config.Width, Height: p.config.Height}, nil
	}
	turning <- struct{}{}
	defer func() { <-turning }()
	decoded, _, err := image.Decode(bytes.NewReader(p.content))
	if err != nil {
		return File{}, broken(err)
	}
	upright := turn(decoded, p.orientation)
	var out bytes.Buffer
	if err := encode(&out, upright); err != nil {
		return File{}, broken(err)
	}
	size := upright.Bounds()
	return File{Content: out.Bytes(), Width: size.Dx(), Height: size.Dy()}, nil
}

// turn undoes an EXIF orientation. imaging turns counter-clockwise.
func turn(m image.Image, orientation int) image.Image {
	switch orientation {
	case 2:
		return imaging.FlipH(m)
	case 3:
		return imaging.Rotate180(m)
	case 4:
		return imaging.FlipV(m)
	case 5:
		return imaging.Transpose(m)
	case 6:
		return imaging.Rotate270(m)
	case 7:
		return imaging.Transverse(m)
	case 8:
		return imaging.Rotate90(m)
	}
	return m
}

func encodeJPEG(out *bytes.Buffer, m image.Image) error {
	return jpeg.Encode(out, m, &jpeg.Options{Quality: quality})
}

func encodePNG(out *bytes.Buffer, m image.Image) error { return png.Encode(out, m) }
