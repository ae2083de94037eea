package document

import "encoding/binary"

const (
	tagOrientation = 0x0112
	maxTags        = 512
)

// orientation reads the EXIF tag of that name from a TIFF block; 1 when there is none that can be read.
func orientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	switch string(tiff[:2]) {
	case "II":
	case "MM":
		order = binary.BigEndian
	default:
		return 1
	}
	at := uint64(order.Uint32(tiff[4:8]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	count := min(int(order.Uint16(tiff[at:])), maxTags)
	for i := range count {
		entry := at + 2 + uint64(i)*12
		if entry+12 > uint64(len(tiff)) {
			return 1
		}
		if order.Uint16(tiff[entry:]) == tagOrientation {
			return int(order.Uint16(tiff[entry+8:]))
		}
	}
	return 1
}
