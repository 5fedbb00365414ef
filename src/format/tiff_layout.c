/* What the tags of a page say, and what is no labels. */
#include "format/tiff_file.h"
#include "format/volume_format.h"

#include <string.h>

/* Tags and values that older headers of libtiff do not name. */
enum { LAYOUT_LERC = 34887, LAYOUT_LOSSY_JPEG = 34892 };

static const char *layout_codec(uint16_t compression)
{
    static const struct {
        int code;
        const char *name;
    } names[] = {{COMPRESSION_CCITTRLE, "CCITT RLE"},
                 {COMPRESSION_CCITTFAX3, "CCITT fax 3"},
                 {COMPRESSION_CCITTFAX4, "CCITT fax 4"},
                 {COMPRESSION_LZW, "LZW"},
                 {COMPRESSION_ADOBE_DEFLATE, "deflate"},
                 {COMPRESSION_DEFLATE, "deflate"},
                 {COMPRESSION_PACKBITS, "PackBits"},
                 {COMPRESSION_LZMA, "LZMA"},
                 {50000, "Zstandard"},
                 {50001, "WebP"},
                 {LAYOUT_LERC, "LERC"},
                 {34712, "JPEG 2000"},
                 {50002, "JPEG XL"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].code == compression) return names[i].name;
    const TIFFCodec *codec = TIFFFindCODEC(compression);
    return codec ? codec->name : "an unknown method";
}

static glass_status layout_check_codec(const glass_tiff *file, size_t number,
                                       uint16_t compression)
{
    if (compression == COMPRESSION_JPEG || compression == COMPRESSION_OJPEG ||
        compression == LAYOUT_LOSSY_JPEG)
        return glass_fail(GLASS_E_INPUT,
                          "%s: page %zu is compressed by JPEG, which blurs labels at every "
                          "border; save the labels without loss (deflate, LZW, PackBits or "
                          "none)",
                          file->name, number);
    if (TIFFIsCODECConfigured(compression)) return GLASS_OK;
    return glass_fail(GLASS_E_INPUT,
                      "%s: page %zu is compressed by %s (%d), which the libtiff of this "
                      "machine does not read; save it with deflate, LZW or PackBits",
                      file->name, number, layout_codec(compression), compression);
}

int glass_tiff_is_rgb(const glass_tiff_layout *layout)
{
    return layout->photometric == PHOTOMETRIC_RGB && layout->samples >= 3;
}

static glass_status layout_check_samples(const glass_tiff *file, size_t number,
                                         const glass_tiff_layout *layout)
{
    if (layout->samples == 1 || glass_tiff_is_rgb(layout)) return GLASS_OK;
    int is_grey = layout->photometric <= PHOTOMETRIC_MINISBLACK ||
                  layout->photometric == PHOTOMETRIC_PALETTE;
    if (layout->samples == 2 && is_grey) return GLASS_OK; /* with transparency */
    if (is_grey)
        return glass_fail(GLASS_E_INPUT,
                          "%s: page %zu has %d channels; one label per voxel is expected: "
                          "split them and take the one with the labels",
                          file->name, number, layout->samples);
    return glass_fail(GLASS_E_INPUT,
                      "%s: page %zu is a colour image; labels are whole numbers, one per "
                      "phase: save it as 8-bit labels",
                      file->name, number);
}

static glass_status layout_check_numbers(const glass_tiff *file, size_t number,
                                         const glass_tiff_layout *layout)
{
    if (layout->format == SAMPLEFORMAT_IEEEFP) return glass_volume_no_floats(file->name);
    int bits = layout->bits, is_plain = layout->format == SAMPLEFORMAT_UINT ||
                                        layout->format == SAMPLEFORMAT_INT ||
                                        layout->format == SAMPLEFORMAT_VOID;
    int is_width = bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 ||
                   bits == 32 || bits == 64;
    if (is_plain && is_width && !(glass_tiff_is_rgb(layout) && bits < 8)) return GLASS_OK;
    return glass_fail(
        GLASS_E_INPUT,
        "%s: page %zu has values of %d bits%s; 1, 2, 4, 8, 16, 32 and 64 bits "
        "of whole numbers are read",
        file->name, number, bits, is_plain ? "" : " that are no whole numbers");
}

static glass_status layout_check(const glass_tiff *file, size_t number,
                                 const glass_tiff_layout *layout)
{
    uint32_t depth = 1;
    TIFFGetFieldDefaulted(file->tiff, TIFFTAG_IMAGEDEPTH, &depth);
    if (layout->width == 0 || layout->height == 0 || layout->block_bytes == 0)
        return glass_fail(GLASS_E_INPUT, "%s: page %zu has no pixels", file->name, number);
    if (depth > 1)
        return glass_fail(GLASS_E_INPUT,
                          "%s: page %zu is %u images deep (tag ImageDepth); save one image "
                          "per page",
                          file->name, number, depth);
    glass_status status = layout_check_codec(file, number, layout->compression);
    if (!status) status = layout_check_numbers(file, number, layout);
    return status ? status : layout_check_samples(file, number, layout);
}

static void layout_blocks(TIFF *tiff, glass_tiff_layout *layout)
{
    uint32_t rows = 0, columns = 0;
    layout->is_tiled = TIFFIsTiled(tiff);
    if (layout->is_tiled) {
        TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &columns);
        TIFFGetField(tiff, TIFFTAG_TILELENGTH, &rows);
        layout->block_bytes = (size_t)TIFFTileSize(tiff);
        layout->row_bytes = (size_t)TIFFTileRowSize(tiff);
    } else {
        TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
        if (rows > layout->height) rows = layout->height;
        columns = layout->width;
        layout->block_bytes = (size_t)TIFFStripSize(tiff);
        layout->row_bytes = (size_t)TIFFScanlineSize(tiff);
    }
    layout->block[0] = rows;
    layout->block[1] = columns;
    /* libtiff answers 0 or a negative number when sizes overflow */
    if (rows == 0 || columns == 0 || layout->row_bytes == 0 ||
        layout->block_bytes > (size_t)1 << 48 ||
        layout->block_bytes / rows < layout->row_bytes)
        layout->block_bytes = 0;
}

glass_status glass_tiff_layout_read(glass_tiff *file, size_t number, glass_tiff_layout *out)
{
    TIFF *tiff = file->tiff;
    uint32_t kind = 0;
    glass_tiff_layout layout = {0};
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout.format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &layout.compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
    if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric))
        layout.photometric = PHOTOMETRIC_MINISBLACK;
    layout.is_reduced = (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) != 0;
    layout_blocks(tiff, &layout);
    *out = layout;
    return layout.is_reduced ? GLASS_OK : layout_check(file, number, &layout);
}
