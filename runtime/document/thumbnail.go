package document

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	"github.com/disintegration/imaging"
	_ "golang.org/x/image/webp" // what fields may accept is what is decoded
)

// thumbnailSide is the longer side in pixels: enough to tell papers apart, too little to read them.
const thumbnailSide = 176

// Thumbnail makes a small JPEG of a picture as Inspect gave it: upright, and without anything but pixels. It refuses what
// grows beyond reason before anything is decoded. Returns fault.Invalid file_bomb or file_broken.
func Thumbnail(content []byte) ([]byte, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, broken(err)
	}
	if err := measure(config, Rules{}); err != nil {
		return nil, err
	}
	turning <- struct{}{}
	defer func() { <-turning }()
	decoded, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, broken(err)
	}
	small := imaging.Fit(decoded, thumbnailSide, thumbnailSide, imaging.Box)
	paper := imaging.New(small.Bounds().Dx(), small.Bounds().Dy(), color.White) // where the picture lets through
	var out bytes.Buffer
	if err := jpeg.Encode(&out, imaging.Overlay(paper, small, image.Point{}, 1), &jpeg.Options{Quality: 78}); err != nil {
		return nil, broken(err)
	}
	return out.Bytes(), nil
}
